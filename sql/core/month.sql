-- Every month from a county's oldest article to its newest, the empty ones too.
-- column county_code: County
-- column month_date: First day of the month
-- column is_complete: Whether articles reach past its end; the newest month is still growing
select
    county_code,
    month_date::date as month_date,
    month_date + interval 1 month <= newest_published_date + interval 1 day as is_complete
from core.county
cross join unnest(
    generate_series(date_trunc('month', first_published_date)::timestamp, newest_published_date::timestamp, interval 1 month)
) as series (month_date)
where first_published_date is not null
