-- How much each place publishes, and how that ranks among its peers: the towns of a county, or the counties.
-- | 发稿量排名：各地首发新闻数及其在同组（本县各乡镇，或各县）中的名次。
-- column place_code: Town or county | 乡镇或县代码
-- column place_name: Its name | 名称
-- column place_kind: town or county | 乡镇或县
-- column county_code: County | 所属县代码
-- column county_name: Name of the county | 所属县名
-- column period_kind: month, quarter, year or all | 月、季、年或全部
-- column period_start_date: First day of the period | 期间首日
-- column is_complete: Whether the county's articles reach its end | 期间是否已完整
-- column coverage_share: How completely the county's sites were crawled in it, 0 to 1 | 采集覆盖率，0 至 1
-- column population: Residents; null where not known | 常住人口；未知则为空
-- column stories: Stories that first appeared in the period | 该期首发的新闻数
-- column publications: Publications of these stories, whenever they came | 这些新闻的刊发次数（不限刊发时间）
-- column reprints: Of these, beyond the first of each story | 其中的转载次数
-- column story_share: Share of the stories of all peers, 0 to 1; null where none has any | 占同组新闻数的比例；同组皆无则为空
-- column stories_per_10000_residents: Stories for 10,000 residents; null without population | 每万人新闻数；无人口数则为空
-- column peer_rank: Rank by stories, 1 for the most; equal numbers share a rank | 按新闻数的同组名次，并列同名次
-- column stories_change: Stories more than in the period before, of the same kind; null for the first | 比上一期增减的新闻数；首期为空
-- column peer_rank_change: Ranks won since the period before, negative for lost ones | 比上一期上升的名次，下降为负
-- check one_row_for_every_place_and_period: select * from (
--   select (select count(*) from mart.output_rank) as found, (select count(*) from core.place_period) as frame)
--   where found <> frame
-- check every_place_once: select place_code, period_kind, period_start_date from mart.output_rank group by all
--   having count(*) > 1
-- check numbers_are_there: select * from mart.output_rank where stories is null or publications is null
--   or reprints is null or peer_rank is null or peer_rank < 1 or story_share not between 0 and 1
-- check stories_add_up: select county_code from mart.output_rank join (
--   select county_code, count(*) as stories, sum(publication_count) as publications from core.story group by all
--   ) as told using (county_code) where period_kind = 'all' and place_kind = 'county'
--   and (output_rank.stories <> told.stories or output_rank.publications <> told.publications)
-- check months_add_up: select county_code from mart.output_rank join (
--   select county_code, count(*) as dated from core.story where published_date is not null group by all
--   ) as told using (county_code) where period_kind = 'month' and place_kind = 'county'
--   group by county_code, dated having sum(stories) <> dated
with counted as (
    select
        placed.place_code,
        placed.period_kind,
        placed.period_start_date,
        count(*) as stories,
        sum(story.publication_count)::bigint as publications,
        sum(story.reprint_count)::bigint as reprints
    from core.place_story as placed
    join core.story as story using (story_id)
    group by all
),
ranked as (
    select
        frame.*,
        coalesce(counted.stories, 0) as stories,
        coalesce(counted.publications, 0) as publications,
        coalesce(counted.reprints, 0) as reprints,
        sum(counted.stories) over peers as peer_stories,
        rank() over (peers order by coalesce(counted.stories, 0) desc) as peer_rank
    from core.place_period as frame
    left join counted using (place_code, period_kind, period_start_date)
    window peers as (partition by frame.peer_group, frame.period_kind, frame.period_start_date)
)
select
    ranked.place_code,
    ranked.place_name,
    ranked.place_kind,
    ranked.county_code,
    ranked.county_name,
    ranked.period_kind,
    ranked.period_start_date,
    ranked.is_complete,
    ranked.coverage_share,
    place.population,
    ranked.stories,
    ranked.publications,
    ranked.reprints,
    ranked.stories / ranked.peer_stories as story_share,
    ranked.stories * 10000 / nullif(place.population, 0) as stories_per_10000_residents,
    ranked.peer_rank,
    ranked.stories - lag(ranked.stories) over in_time as stories_change,
    lag(ranked.peer_rank) over in_time - ranked.peer_rank as peer_rank_change
from ranked
join core.place as place using (place_code)
window in_time as (partition by ranked.place_code, ranked.period_kind order by ranked.period_start_date)
