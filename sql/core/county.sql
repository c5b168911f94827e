-- Counties that are read, with the time that their articles span. | 所读的县及其稿件的时间范围。
-- column county_code: Six-digit division code | 六位区划代码
-- column county_name: Official name | 县名
-- column city_name: Prefecture-level city it belongs to | 所属地级市
-- column province_name: Province it belongs to | 所属省
-- column first_published_date: Day of the oldest article | 最早稿件的日期
-- column newest_published_date: Day of the newest article; ages are counted from here, never from the clock | 最新稿件的日期；时长以此为准，不以当前时间为准
-- column all_time_start_date: First day of the oldest month of all counties together, from which "all time" counts | 全部时间的起点：各县最早月份的首日
-- check every_county_once: select county_code from core.county group by county.county_code, county.county_name, county.city_name, county.province_name having count(*) > 1
select
    county.county_code,
    county.county_name,
    county.city_name,
    county.province_name,
    min(article.published_at)::date as first_published_date,
    max(article.published_at)::date as newest_published_date,
    coalesce(date_trunc('month', min(min(article.published_at)) over ()), date '1998-01-01')::date as all_time_start_date
from raw.county as county
-- Days that cannot be true (before there were county sites, after the page was fetched) span nothing.
left join raw.article as article
    on article.county_code = county.county_code
    and article.is_current
    and article.published_at between date '1998-01-01' and article.fetched_at + interval 1 day
group by county.county_code, county.county_name, county.city_name, county.province_name
