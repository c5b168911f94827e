-- Which fields were found on the pages of each site.
select
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
where county_code = $county_code
order by site_key
