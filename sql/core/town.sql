-- Towns of the counties that are read, silent ones too.
-- column town_code: Nine-digit division code
-- column town_name: Official name
-- column county_code: County the town belongs to
-- column county_name: Name of that county
-- check every_town_once: select town_code from core.town group by all having count(*) > 1
select
    town.town_code,
    town.town_name,
    town.county_code,
    county.county_name
from raw.town as town
join raw.county as county using (county_code)
