-- How fast and how far each slogan goes in each county: the slogans of slogan_diffusion.
-- | 每个口号在各县扩散的速度与范围，口号同 slogan_diffusion。
-- column county_code: County | 县代码
-- column county_name: Its name | 县名
-- column coverage_share: How completely the county's sites were crawled in all time, 0 to 1 | 全部时间的采集覆盖率，0 至 1
-- column slogan: The slogan, under its main wording | 口号（主要写法）
-- column verdict: accepted, or open for review | 已采纳或待审
-- column first_use_date: Day of the first use in the county, by a town or by the county's own news; null where no story
--   has a day | 本县首次使用日期（含县级新闻）；皆无日期则为空
-- column first_town_code: The town that used it first; null where none did on a known day | 最先使用的乡镇代码；无则为空
-- column first_town: Its name | 最先使用的乡镇
-- column towns: Towns of the county | 全县乡镇数
-- column adopters: Of those, towns that used it | 其中使用过的乡镇数
-- column adopted_share: Share of the towns that used it, 0 to 1 | 使用过的乡镇占比
-- column days_to_half: Days from the first use until half of the towns had used it; null if that never was
--   | 从首次使用到半数乡镇使用的天数；未达半数则为空
-- column stories: Stories of the county that use it | 全县使用该口号的新闻数
-- check every_slogan_once: select county_code, slogan from mart.slogan_spread group by all having count(*) > 1
-- check verdicts_are_known: select * from mart.slogan_spread where verdict is null or verdict not in ('accepted', 'open')
-- check half_is_reached_by_half: select * from mart.slogan_spread where days_to_half is not null and adopted_share < 0.5
-- check stories_add_up: select county_code, slogan from mart.slogan_spread join (
--   select county_code, slogan, count(*) as counted from core.article_slogan
--   join core.story on story_id = article_id group by all) using (county_code, slogan) where counted <> stories
with spread as (
    select
        county_code,
        any_value(county_name) as county_name,
        any_value(coverage_share) as coverage_share,
        slogan,
        any_value(verdict) as verdict,
        any_value(first_use_date) filter (place_kind = 'county') as first_use_date,
        arg_min(place_code, (first_use_date, place_code))
            filter (place_kind = 'town' and first_use_date is not null) as first_town_code,
        count(*) filter (place_kind = 'town') as towns,
        count(stories) filter (place_kind = 'town') as adopters,
        min(lag_days) filter (place_kind = 'town' and cumulative_share >= 0.5) as days_to_half,
        any_value(stories) filter (place_kind = 'county') as stories
    from mart.slogan_diffusion
    group by county_code, slogan
)
select
    spread.county_code,
    spread.county_name,
    spread.coverage_share,
    spread.slogan,
    spread.verdict,
    spread.first_use_date,
    spread.first_town_code,
    town.town_name as first_town,
    spread.towns,
    spread.adopters,
    spread.adopters / nullif(spread.towns, 0) as adopted_share,
    spread.days_to_half,
    spread.stories
from spread
left join core.town as town on town.town_code = spread.first_town_code
