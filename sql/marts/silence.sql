-- How long places are silent: since the last story before the end of the period, and between stories. The thresholds are
-- those of 国办秘函〔2019〕19号 for government accounts: 14 days without news, and dead after half a year.
-- | 各地静默时长：期末距最近一条新闻的天数，以及新闻之间的间隔。阈值取自国办秘函〔2019〕19号：14 天未更新为静默，半年未更新为停更。
-- column place_code: Town or county | 乡镇或县代码
-- column place_name: Its name | 名称
-- column place_kind: town or county | 乡镇或县
-- column county_code: County | 所属县代码
-- column county_name: Name of the county | 所属县名
-- column period_kind: month, quarter, year or all | 月、季、年或全部
-- column period_start_date: First day of the period | 期间首日
-- column is_complete: Whether the county's articles reach its end | 期间是否已完整
-- column coverage_share: How completely the county's sites were crawled in it, 0 to 1 | 采集覆盖率，0 至 1
-- column stories: Stories that first appeared in the period | 该期首发的新闻数
-- column last_story_date: Day of the last story up to the period's end, in this period or before; null for none with a day
--   | 截至期末最近一条新闻的日期（不限本期）；无带日期者则为空
-- column silent_days: Days from it to the period's end, or to the county's newest article where that comes first
--   | 距期末的天数；县内最新稿件早于期末者算到该日
-- column longest_gap_days: Most days from one day with a story to the next, of the gaps that end in the period
--   | 在本期结束的间隔中最长者（天）
-- column median_gap_days: Middle one of these gaps | 上述间隔的中位数（天）
-- column gaps_over_14_days: How many of them are over 14 days | 其中超过 14 天的次数
-- column is_silent: Whether it is silent for over 14 days, or was from the beginning | 是否静默（超过 14 天，或从未发稿）
-- column is_dead: Whether it is silent for over 183 days, or was from the beginning | 是否停更（超过 183 天，或从未发稿）
-- check one_row_for_every_place_and_period: select * from (
--   select (select count(*) from mart.silence) as found, (select count(*) from core.place_period) as frame)
--   where found <> frame
-- check every_place_once: select place_code, period_kind, period_start_date from mart.silence group by all
--   having count(*) > 1
-- check no_silence_is_negative: select * from mart.silence where silent_days < 0 or longest_gap_days < 1
--   or (silent_days is null) <> (last_story_date is null) or median_gap_days > longest_gap_days
-- check the_dead_are_silent: select * from mart.silence where is_silent is null or is_dead is null
--   or is_dead and not is_silent
-- check gaps_add_up: select place_code from mart.silence where period_kind in ('month', 'all') group by place_code
--   having sum(gaps_over_14_days) filter (period_kind = 'month') <> sum(gaps_over_14_days) filter (period_kind = 'all')
-- check last_days_are_those_of_stories: select county_code from mart.silence join (
--   select county_code, max(published_date) as last_date from core.story group by all) using (county_code)
--   where period_kind = 'all' and place_kind = 'county' and last_story_date is distinct from last_date
with told as (
    select placed.place_code, placed.period_kind, placed.period_start_date, story.published_date, count(*) as stories
    from core.place_story as placed
    join core.story as story using (story_id)
    group by all
),
gap as (
    select
        place_code,
        published_date,
        published_date - lag(published_date) over (partition by place_code order by published_date) as gap_days
    from told
    where period_kind = 'all' and published_date is not null
),
counted as (
    select
        told.place_code,
        told.period_kind,
        told.period_start_date,
        sum(told.stories)::bigint as stories,
        max(told.published_date) as last_date,
        max(gap.gap_days) as longest_gap_days,
        median(gap.gap_days) as median_gap_days,
        count(*) filter (gap.gap_days > 14) as gaps_over_14_days
    from told
    left join gap using (place_code, published_date)
    group by all
)
select
    frame.place_code,
    frame.place_name,
    frame.place_kind,
    frame.county_code,
    frame.county_name,
    frame.period_kind,
    frame.period_start_date,
    frame.is_complete,
    frame.coverage_share,
    coalesce(counted.stories, 0) as stories,
    max(counted.last_date) over (
        partition by frame.place_code, frame.period_kind order by frame.period_start_date
    ) as last_story_date,
    least(frame.period_end_date, county.newest_published_date) - last_story_date as silent_days,
    counted.longest_gap_days,
    counted.median_gap_days,
    coalesce(counted.gaps_over_14_days, 0) as gaps_over_14_days,
    coalesce(silent_days > 14, true) as is_silent,
    coalesce(silent_days > 183, true) as is_dead
from core.place_period as frame
join core.county as county using (county_code)
left join counted using (place_code, period_kind, period_start_date)
