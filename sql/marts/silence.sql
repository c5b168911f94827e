-- How long places are silent. Ages are counted to the period's end or the county's newest article, never to today, so that a
-- county that was not read lately does not look silent. Fourteen days and six months are what the official checks of
-- sites allow (国办秘函〔2019〕19号).
-- | 静默与更新：距最近一条新闻的天数与发稿间隔；以期末或该县最新稿件为准。14 天与 6 个月为官方检查阈值（国办秘函〔2019〕19号）。
-- column place_code: Town or county | 乡镇或县代码
-- column place_name: Its name | 名称
-- column place_kind: town or county | 乡镇或县
-- column county_code: County | 所属县代码
-- column county_name: Name of the county | 所属县名
-- column period_kind: month, quarter, year or all | 月、季、年或全部
-- column period_start_date: First day of the period | 期间首日
-- column is_complete: Whether the period is over | 期间是否已完整
-- column coverage_share: How completely the county was crawled in it, 0 to 1 | 采集覆盖率，0 至 1
-- column stories: Stories with a day in the period | 期内有日期的新闻条数
-- column last_story_date: Day of the last story up to the end of the period; null for a place that never spoke | 截至期末最近一条的日期；从未发稿则为空
-- column silent_days: Days from then to the end of the period, or to the county's newest article | 至期末（或该县最新稿件）的静默天数
-- column longest_gap_days: Longest time between two stories that ended in the period; null where none did | 期内结束的最长间隔（天）
-- column median_gap_days: Half of those times are shorter | 间隔中位数（天）
-- column gaps_over_14_days: How many of those times are longer than fourteen days | 超过 14 天的间隔次数
-- column is_silent: Whether more than fourteen days are silent at the end, or it never spoke | 是否静默（超过 14 天或从未发稿）
-- column is_dead: Whether more than six months (183 days) are, or it never spoke | 是否停更（超过 183 天或从未发稿）
-- check all_of_the_frame: select * from (select count(*) as rows from mart.silence)
--   where rows <> (select count(*) from core.place_period)
-- check silence_is_not_negative: select * from mart.silence where silent_days < 0
with told as (
    select distinct place_story.place_code, story.published_date
    from core.place_story as place_story
    join core.story as story using (story_id)
    where place_story.period_kind = 'all' and story.published_date is not null
),
gap as (
    select *, published_date - lag(published_date) over (partition by place_code order by published_date) as gap_days
    from told
),
counted as (
    select
        gap.place_code,
        kind.period_kind,
        case
            when kind.period_kind = 'all' then (select min(month_date) from core.coverage)
            else date_trunc(kind.period_kind, gap.published_date)::date
        end as period_start_date,
        max(gap.published_date) as newest_date,
        max(gap.gap_days) as longest_gap_days,
        median(gap.gap_days) as median_gap_days,
        count(*) filter (gap.gap_days > 14) as gaps_over_14_days
    from gap
    cross join (values ('month'), ('quarter'), ('year'), ('all')) as kind (period_kind)
    group by all
),
framed as (
    select
        frame.*,
        coalesce(counted.gaps_over_14_days, 0) as gaps_over_14_days,
        counted.longest_gap_days,
        counted.median_gap_days,
        max(counted.newest_date) over (
            partition by frame.place_code, frame.period_kind order by frame.period_start_date
        ) as last_story_date,
        least(frame.period_end_date, county.newest_published_date) as seen_until
    from core.place_period as frame
    join core.county as county using (county_code)
    left join counted using (place_code, period_kind, period_start_date)
)
select
    framed.place_code, framed.place_name, framed.place_kind, framed.county_code, framed.county_name,
    framed.period_kind, framed.period_start_date, framed.is_complete, framed.coverage_share,
    coalesce(dated.stories, 0) as stories,
    framed.last_story_date,
    framed.seen_until - framed.last_story_date as silent_days,
    framed.longest_gap_days,
    framed.median_gap_days,
    framed.gaps_over_14_days,
    coalesce(silent_days > 14, true) as is_silent,
    coalesce(silent_days > 183, true) as is_dead
from framed
left join (
    select place_story.place_code, place_story.period_kind, place_story.period_start_date, count(*) as stories
    from core.place_story as place_story
    join core.story as story using (story_id)
    where story.published_date is not null
    group by all
) as dated using (place_code, period_kind, period_start_date)
