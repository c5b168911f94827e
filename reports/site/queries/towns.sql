-- The towns of a county, also those that never published.
select county_code, town_code, town_name
from core.town
where county_code in $counties
order by county_code, town_code
