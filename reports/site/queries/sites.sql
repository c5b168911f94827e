-- The sites that are read for a county.
select county_code, site_key, site_name
from core.site
where county_code in $counties
order by county_code, site_key
