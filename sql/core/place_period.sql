-- Every place in every month, quarter, year and in all time, the silent ones too: the frame on which comparisons stand.
-- | 比较的框架：每个乡镇、县在每月、季、年及全部时间，未发稿者也在内。
-- column place_code: Town or county | 乡镇或县代码
-- column place_name: Its name | 名称
-- column place_kind: town or county | 乡镇或县
-- column county_code: County | 所属县代码
-- column county_name: Name of the county | 所属县名
-- column peer_group: Places that are ranked among each other | 同组比较的组别
-- column period_kind: month, quarter, year or all | 月、季、年或全部
-- column period_start_date: First day of the period; of all time the first day of the oldest month read | 期间首日
-- column period_end_date: Last day of the period | 期间末日
-- column is_complete: Whether the county's articles reach its end | 期间是否已完整
-- column coverage_share: How completely the county's sites were crawled in it, 0 to 1; null where that is not known | 采集覆盖率，0 至 1；未知则为空
-- check all_places_in_all_periods: select county_code, period_kind from core.place_period group by all
--   having count(*) <> count(distinct place_code) * count(distinct period_start_date)
-- check every_period_once: select place_code, period_kind, period_start_date from core.place_period
--   group by all having count(*) > 1
with covered as (
    select
        coverage.county_code,
        kind.period_kind,
        date_trunc(kind.period_kind, coverage.month_date)::date as period_start_date,
        avg(coverage.coverage_share) as coverage_share
    from core.coverage as coverage
    cross join (values ('month'), ('quarter'), ('year')) as kind (period_kind)
    group by all
    union all
    -- Also a county of which nothing with a day was read has its places, in all time.
    select county.county_code, 'all', county.all_time_start_date, avg(coverage.coverage_share)
    from core.county as county
    left join core.coverage as coverage using (county_code)
    group by all
),
ended as (
    select
        covered.*,
        case period_kind
            when 'month' then last_day(period_start_date)
            when 'quarter' then (period_start_date + interval 3 month - interval 1 day)::date
            when 'year' then (period_start_date + interval 1 year - interval 1 day)::date
            else county.newest_published_date
        end as period_end_date,
        coalesce(period_end_date <= county.newest_published_date, false) as is_complete
    from covered
    join core.county as county using (county_code)
)
select
    place.place_code,
    place.place_name,
    place.place_kind,
    place.county_code,
    place.county_name,
    place.peer_group,
    ended.period_kind,
    ended.period_start_date,
    ended.period_end_date,
    ended.is_complete,
    ended.coverage_share
from core.place as place
join ended using (county_code)
