-- Stories of each place in each period, ranked among its peers: the table that every county office prints.
-- | 发稿量排名：各乡镇、县各期新闻条数及同组名次。
-- column place_code: Town or county | 乡镇或县代码
-- column place_name: Its name | 名称
-- column place_kind: town or county | 乡镇或县
-- column county_code: County | 所属县代码
-- column county_name: Name of the county | 所属县名
-- column period_kind: month, quarter, year or all | 月、季、年或全部
-- column period_start_date: First day of the period | 期间首日
-- column is_complete: Whether the period is over | 期间是否已完整
-- column coverage_share: How completely the county was crawled in it, 0 to 1 | 采集覆盖率，0 至 1
-- column population: Residents, where population.csv has them | 常住人口（如有）
-- column stories: Stories that come from the place; an article and its reprints are one | 新闻条数（转载合并计）
-- column publications: Articles that tell them, mirrors not counted | 刊发篇数
-- column reprints: Publications beyond the first | 转载篇数
-- column story_share: Share of the stories of its peers, 0 to 1; null where there are none | 占同组份额
-- column stories_per_10000_residents: Stories for 10,000 residents; null without population | 每万人新闻条数
-- column peer_rank: Rank among its peers, 1 for the most stories; equal numbers share a rank | 同组名次，并列同名次
-- column stories_change: Stories more than in the period before; null in the first | 较上期增减
-- column peer_rank_change: Ranks won since the period before; null in the first | 名次较上期升降（正为上升）
-- check all_of_the_frame: select * from (select count(*) as rows from mart.output_rank)
--   where rows <> (select count(*) from core.place_period)
-- check towns_add_up_to_stories: select * from (select sum(stories) as counted from mart.output_rank
--   where period_kind = 'all' and place_kind = 'town') where counted <> (select count(town_code) from core.story)
-- check months_add_up_to_stories: select * from (select sum(stories) as counted from mart.output_rank
--   where period_kind = 'month' and place_kind = 'county')
--   where counted <> (select count(published_date) from core.story)
-- check shares_add_up: select county_code, period_kind, period_start_date from mart.output_rank
--   where place_kind = 'town' group by all having abs(sum(story_share) - 1) > 1e-6
with counted as (
    select
        place_story.place_code,
        place_story.period_kind,
        place_story.period_start_date,
        count(*) as stories,
        sum(story.publication_count)::bigint as publications,
        sum(story.reprint_count)::bigint as reprints
    from core.place_story as place_story
    join core.story as story using (story_id)
    group by all
),
framed as (
    select
        frame.*,
        place.population,
        coalesce(counted.stories, 0) as stories,
        coalesce(counted.publications, 0) as publications,
        coalesce(counted.reprints, 0) as reprints
    from core.place_period as frame
    join core.place as place using (place_code)
    left join counted using (place_code, period_kind, period_start_date)
),
ranked as (
    select
        *,
        stories / nullif(sum(stories) over peers, 0) as story_share,
        rank() over (peers order by stories desc) as peer_rank
    from framed
    window peers as (partition by peer_group, period_kind, period_start_date)
)
select
    place_code, place_name, place_kind, county_code, county_name,
    period_kind, period_start_date, is_complete, coverage_share,
    population,
    stories,
    publications,
    reprints,
    story_share,
    10000 * stories / population as stories_per_10000_residents,
    peer_rank,
    stories - lag(stories) over periods as stories_change,
    lag(peer_rank) over periods - peer_rank as peer_rank_change
from ranked
window periods as (partition by place_code, period_kind order by period_start_date)
