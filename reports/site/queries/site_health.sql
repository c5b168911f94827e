-- How each site and column is doing.
select
    county_code,
    site_key,
    coalesce(site_name, '') as site_name,
    coalesce(column_name, '') as column_name,
    alarms,
    read_at::date as read_at,
    articles,
    last_news_date,
    silent_days,
    week_items,
    week_expected,
    month_items,
    month_expected,
    failures,
    walls_7_days
from mart.site_health
where county_code in $counties
order by county_code, site_key, column_name
