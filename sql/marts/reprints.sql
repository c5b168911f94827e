-- How far the stories of each place go: publications of a story, and outlets above the county that carry it or that a
-- copy names as its source. | 上送与转载：每条新闻的刊发次数，以及县级以上媒体（刊载或署为稿源）的采用。
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
-- column publications: Publications of these stories, whenever they came | 这些新闻的刊发次数（不限刊发时间）
-- column publications_per_story: Publications of a story on average; null without stories | 平均每条刊发次数；无新闻则为空
-- column reprinted_stories: Stories that were published more than once | 被转载的新闻数
-- column stories_above_county: Stories in an outlet of the city or above | 市级及以上媒体采用的新闻数
-- column upward_share: Share of the stories that are, 0 to 1; null without stories | 市级及以上采用占比；无新闻则为空
-- column best_level: Highest level that any of them reached: town, county, city, province or central; null without
--   publications | 最高采用级别；无刊发则为空
-- check one_row_for_every_place_and_period: select * from (
--   select (select count(*) from mart.reprints) as found, (select count(*) from core.place_period) as frame)
--   where found <> frame
-- check every_place_once: select place_code, period_kind, period_start_date from mart.reprints group by all
--   having count(*) > 1
-- check levels_are_known: select * from mart.reprints where best_level not in (select level from core.level)
-- check parts_are_parts: select * from mart.reprints where reprinted_stories > stories or stories_above_county > stories
--   or stories is null or publications is null
-- check publications_add_up: select county_code from mart.reprints join (
--   select county_code, sum(publication_count) as counted from core.story group by all) using (county_code)
--   where period_kind = 'all' and place_kind = 'county' and publications <> counted
with reached as (
    select story_id, max(level_rank) as level_rank
    from core.story_outlet
    group by story_id
),
counted as (
    select
        placed.place_code,
        placed.period_kind,
        placed.period_start_date,
        count(*) as stories,
        sum(story.publication_count)::bigint as publications,
        count(*) filter (story.reprint_count > 0) as reprinted_stories,
        count(*) filter (reached.level_rank >= 2) as stories_above_county,
        max(reached.level_rank) as level_rank
    from core.place_story as placed
    join core.story as story using (story_id)
    left join reached using (story_id)
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
    coalesce(counted.stories, 0) as stories,
    coalesce(counted.publications, 0) as publications,
    counted.publications / counted.stories as publications_per_story,
    coalesce(counted.reprinted_stories, 0) as reprinted_stories,
    coalesce(counted.stories_above_county, 0) as stories_above_county,
    counted.stories_above_county / counted.stories as upward_share,
    level.level as best_level
from core.place_period as place
left join counted using (place_code, period_kind, period_start_date)
left join core.level as level using (level_rank)
