-- Every town in every month, the silent ones too: the frame on which comparisons over time stand.
-- column town_code: Town
-- column town_name: Its name
-- column county_code: County of the town
-- column month_date: First day of the month
-- column is_complete: Whether the month is over
-- check all_towns_in_all_months: select county_code from core.town_month group by all
--   having count(*) <> count(distinct town_code) * count(distinct month_date)
select town.town_code, town.town_name, town.county_code, month.month_date, month.is_complete
from core.town as town
join core.month as month using (county_code)
