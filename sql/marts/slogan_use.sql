-- In how many stories each place uses each slogan in each period. A place that does not use it has no row here, and
-- stands in slogan_diffusion. A story's slogans are those of its original.
-- | 各地各期使用每个口号的新闻数。未使用者不列，见 slogan_diffusion。新闻的口号以首发稿为准。
-- column place_code: Town or county | 乡镇或县代码
-- column place_name: Its name | 名称
-- column place_kind: town or county | 乡镇或县
-- column county_code: County | 所属县代码
-- column county_name: Name of the county | 所属县名
-- column period_kind: month, quarter, year or all | 月、季、年或全部
-- column period_start_date: First day of the period | 期间首日
-- column is_complete: Whether the county's articles reach its end | 期间是否已完整
-- column coverage_share: How completely the county's sites were crawled in it, 0 to 1 | 采集覆盖率，0 至 1
-- column slogan: The slogan, under its main wording | 口号（主要写法）
-- column verdict: accepted, or open for review | 已采纳或待审
-- column stories: Stories of the place that use it in the period | 该期使用该口号的新闻数
-- check every_use_once: select place_code, period_kind, period_start_date, slogan from mart.slogan_use
--   group by all having count(*) > 1
-- check verdicts_are_known: select * from mart.slogan_use where verdict is null or verdict not in ('accepted', 'open')
-- check no_use_without_a_story: select * from mart.slogan_use where stories is null or stories < 1
-- check uses_of_all_time_add_up: select * from (
--   select (select coalesce(sum(stories), 0) from mart.slogan_use where period_kind = 'all' and place_kind = 'county')
--   as used, (select count(*) from core.article_slogan join core.story on story_id = article_id) as found)
--   where used <> found
with used as (
    select story.place_code, story.period_kind, story.period_start_date, slogan.slogan, count(*) as stories
    from core.article_slogan as slogan
    join core.place_story as story on story.story_id = slogan.article_id
    group by all
),
-- Wordings of one slogan may have different verdicts: one that is accepted accepts it.
judged as (
    select slogan, min(verdict) as verdict
    from core.article_slogan
    group by slogan
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
    used.slogan,
    judged.verdict,
    used.stories
from used
join core.place_period as place using (place_code, period_kind, period_start_date)
join judged using (slogan)
