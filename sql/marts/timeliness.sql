-- How soon: from the first publication of a story to its reprints, in hours, and from the event to the publication, in
-- days. Reprints count in the period of their story, whenever they came. | 时效：从首发到转载的小时数，从事件到刊发的天数。
-- 转载计入其新闻首发的期间。
-- column place_code: Town or county | 乡镇或县代码
-- column place_name: Its name | 名称
-- column place_kind: town or county | 乡镇或县
-- column county_code: County | 所属县代码
-- column county_name: Name of the county | 所属县名
-- column period_kind: month, quarter, year or all | 月、季、年或全部
-- column period_start_date: First day of the period | 期间首日
-- column is_complete: Whether the county's articles reach its end | 期间是否已完整
-- column coverage_share: How completely the county's sites were crawled in it, 0 to 1 | 采集覆盖率，0 至 1
-- column stories: Stories of the place | 新闻数
-- column reprints: Reprints that can be timed: hour and minute of both, first publication and reprint, are known
--   | 可计时的转载数（首发与转载均精确到时分）
-- column median_lag_hours: Hours from the first publication to a reprint, the middle one; null where none can be timed
--   | 首发到转载的小时数中位数；无可计时者则为空
-- column ninetieth_lag_hours: Hours within which nine of ten reprints came | 九成转载所需小时数（90 分位）
-- column within_24_hours_share: Share of these reprints that came within 24 hours, 0 to 1 | 24 小时内转载占比
-- column day_only_reprints: Reprints of which only the day is known, or of whose story | 仅知日期的转载数
-- column undated_reprints: Reprints without a day, or of a story without | 无日期的转载数
-- column stories_with_event_date: Stories whose text begins with the day of the event | 开头印有事件日期的新闻数
-- column median_event_lag_days: Days from event to publication, the middle one; null without such stories
--   | 事件到刊发的天数中位数；无此类新闻则为空
-- check one_row_for_every_place_and_period: select * from (
--   select (select count(*) from mart.timeliness) as found, (select count(*) from core.place_period) as frame)
--   where found <> frame
-- check every_place_once: select place_code, period_kind, period_start_date from mart.timeliness group by all
--   having count(*) > 1
-- check lags_are_not_negative: select * from mart.timeliness where median_lag_hours < 0 or ninetieth_lag_hours < 0
--   or median_event_lag_days < 0 or within_24_hours_share not between 0 and 1
-- check no_reprint_is_lost: select county_code from mart.timeliness join (
--   select county_code, sum(reprint_count) as counted from core.story group by all) using (county_code)
--   where period_kind = 'all' and place_kind = 'county'
--   and reprints + day_only_reprints + undated_reprints <> counted
with reprint as (
    select
        publication.story_id,
        copy.published_date is not null and story.published_date is not null as is_dated,
        copy.is_timed and story.is_timed as is_both_timed,
        -- The town's own article is the original of its day, though the site of the city may have been hours earlier.
        case
            when is_both_timed then greatest(0, date_diff('second', story.published_at, copy.published_at)) / 3600
        end as lag_hours
    from core.publication as publication
    join core.story as story using (story_id)
    join core.appearance as copy on copy.article_id = publication.article_id
    where publication.is_counted and not publication.is_original
),
reprinted as (
    select
        placed.place_code,
        placed.period_kind,
        placed.period_start_date,
        count(*) filter (reprint.is_both_timed) as reprints,
        quantile_cont(reprint.lag_hours, [0.5, 0.9]) as lag_hours,
        avg((reprint.lag_hours <= 24)::integer) as within_24_hours_share,
        count(*) filter (reprint.is_dated and not reprint.is_both_timed) as day_only_reprints,
        count(*) filter (not reprint.is_dated) as undated_reprints
    from reprint
    join core.place_story as placed using (story_id)
    group by all
),
told as (
    select
        placed.place_code,
        placed.period_kind,
        placed.period_start_date,
        count(*) as stories,
        count(event.story_id) as stories_with_event_date,
        median(story.published_date - event.event_date) as median_event_lag_days
    from core.place_story as placed
    join core.story as story using (story_id)
    left join core.story_event as event using (story_id)
    group by all
)
select
    place.place_code,
    place.place_name,
    place.place_kind,
    place.county_code,
    place.county_name,
    place.period_kind,
    place.period_start_date,
    place.is_complete,
    place.coverage_share,
    coalesce(told.stories, 0) as stories,
    coalesce(reprinted.reprints, 0) as reprints,
    reprinted.lag_hours[1] as median_lag_hours,
    reprinted.lag_hours[2] as ninetieth_lag_hours,
    reprinted.within_24_hours_share,
    coalesce(reprinted.day_only_reprints, 0) as day_only_reprints,
    coalesce(reprinted.undated_reprints, 0) as undated_reprints,
    coalesce(told.stories_with_event_date, 0) as stories_with_event_date,
    told.median_event_lag_days
from core.place_period as place
left join told using (place_code, period_kind, period_start_date)
left join reprinted using (place_code, period_kind, period_start_date)
