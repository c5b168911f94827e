-- Counties that are read, with the time that their articles span.
-- column county_code: Six-digit division code
-- column county_name: Official name
-- column city_name: Prefecture-level city it belongs to
-- column province_name: Province it belongs to
-- column first_published_date: Day of the oldest article
-- column newest_published_date: Day of the newest article; ages are counted from here, never from the clock
select
    county.county_code,
    county.county_name,
    county.city_name,
    county.province_name,
    min(article.published_at)::date as first_published_date,
    max(article.published_at)::date as newest_published_date
from raw.county as county
left join raw.article as article
    on article.county_code = county.county_code and article.is_current
group by all
