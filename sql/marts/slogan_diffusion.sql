-- How slogans go from place to place: for each slogan that a county uses, all its towns and the county itself, those
-- that never used it too. Slogans are those that are accepted, and open ones that two towns or more of the county use.
-- A town is compared with the towns of its county, a county with the counties. | 口号扩散：每县所用口号，列出该县全部乡镇与县本身，
-- 未使用者也在内。口号须已采纳，或待审而本县至少两个乡镇使用。乡镇与本县乡镇比，县与其他县比。
-- column place_code: Town or county | 乡镇或县代码
-- column place_name: Its name | 名称
-- column place_kind: town or county | 乡镇或县
-- column county_code: County | 所属县代码
-- column county_name: Name of the county | 所属县名
-- column coverage_share: How completely the county's sites were crawled in all time, 0 to 1 | 全部时间的采集覆盖率，0 至 1
-- column slogan: The slogan, under its main wording | 口号（主要写法）
-- column verdict: accepted, or open for review | 已采纳或待审
-- column stories: Stories that use it; null for a place that never did | 使用该口号的新闻数；从未使用则为空
-- column first_use_date: Day of the first of them; null where none has a day | 首次使用日期；无日期则为空
-- column first_story_id: That story | 首次使用的新闻
-- column lag_days: Days from the first use in the county, by a town or by the county's own news; for a county, in any
--   county | 距本县（县则为各县）首次使用的天数
-- column adoption_rank: 1 for the first of its peers; those of one day share a rank | 采用次序，同日并列
-- column cumulative_share: Share of its peers that had used it by that day | 截至当日同组中已使用者的占比
-- check every_place_once: select place_code, slogan from mart.slogan_diffusion group by all having count(*) > 1
-- check every_place_of_the_county: select county_code, slogan from mart.slogan_diffusion join (
--   select county_code, count(*) as places from core.place group by all) using (county_code)
--   group by all having count(*) <> any_value(places)
-- check verdicts_are_known: select * from mart.slogan_diffusion where verdict is null or verdict not in ('accepted', 'open')
-- check no_lag_before_the_first: select * from mart.slogan_diffusion where lag_days < 0
-- check shares_are_shares: select * from mart.slogan_diffusion where cumulative_share not between 0 and 1
-- check first_stories_are_stories: select * from mart.slogan_diffusion where (first_story_id is null) <> (stories is null)
--   or first_story_id not in (select story_id from core.story)
with used as (
    select
        placed.place_code,
        slogan.slogan,
        count(*) as stories,
        min(story.published_date) as first_use_date,
        arg_min(story.story_id, (coalesce(story.published_date, date '9999-12-31'), story.story_id)) as first_story_id
    from core.article_slogan as slogan
    join core.place_story as placed on placed.story_id = slogan.article_id and placed.period_kind = 'all'
    join core.story as story on story.story_id = slogan.article_id
    group by all
),
judged as (
    select slogan, min(verdict) as verdict
    from core.article_slogan
    group by slogan
),
shown as (
    select place.county_code, used.slogan, judged.verdict
    from used
    join core.place as place using (place_code)
    join judged using (slogan)
    group by all
    having judged.verdict = 'accepted' or count(*) filter (place.place_kind = 'town') >= 2
),
covered as (
    select place_code, any_value(coverage_share) as coverage_share
    from core.place_period
    where period_kind = 'all'
    group by place_code
),
framed as (
    select
        place.*,
        covered.coverage_share,
        shown.slogan,
        shown.verdict,
        used.stories,
        used.first_use_date,
        used.first_story_id,
        -- The county's own row counts all its stories, so its day is the county's first.
        min(used.first_use_date) over (
            partition by shown.slogan, case when place.place_kind = 'town' then place.county_code end
        ) as first_peer_date,
        min(used.first_use_date) over (partition by shown.slogan, place.county_code) as first_county_date
    from shown
    join core.place as place using (county_code)
    left join covered using (place_code)
    left join used using (place_code, slogan)
)
select
    place_code,
    place_name,
    place_kind,
    county_code,
    county_name,
    coverage_share,
    slogan,
    verdict,
    stories,
    first_use_date,
    first_story_id,
    first_use_date - case when place_kind = 'town' then first_county_date else first_peer_date end as lag_days,
    case when first_use_date is not null then rank() over adopted end as adoption_rank,
    case
        when first_use_date is not null
            then count(first_use_date) over adopted
                / case
                    when place_kind = 'town' then count(*) over (partition by peer_group, slogan)
                    else (select count(*) from core.county)
                end
    end as cumulative_share
from framed
window adopted as (partition by peer_group, slogan order by first_use_date nulls last)
