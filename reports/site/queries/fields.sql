-- Which fields were found on the pages of each site.
select
    county_code,
    site_key,
    site_name,
    articles,
    title_share,
    published_share,
    author_share,
    source_share,
    editor_share,
    body_share
from mart.site_field_fill
where county_code in $counties
order by county_code, site_key
