-- What changed for the worse, since when.
select
    county_code,
    site_key,
    coalesce(site_name, '') as site_name,
    coalesce(column_name, '') as column_name,
    kind,
    since_date,
    before_value,
    now_value,
    sentence,
    sentence_zh,
    example_url as url
from mart.site_alarm
where county_code in $counties
order by county_code, since_date desc nulls last, site_key, column_name, kind
