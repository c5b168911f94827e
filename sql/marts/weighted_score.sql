-- Points for what other outlets took over, by the schemes of sql/data/level_weight.csv.
-- | 加权得分：按 sql/data/level_weight.csv 的分值方案给各级刊用计分。
-- column place_code: Town or county | 乡镇或县代码
-- column place_name: Its name | 名称
-- column place_kind: town or county | 乡镇或县
-- column county_code: County | 所属县代码
-- column county_name: Name of the county | 所属县名
-- column period_kind: month, quarter, year or all | 月、季、年或全部
-- column period_start_date: First day of the period | 期间首日
-- column is_complete: Whether the period is over | 期间是否已完整
-- column coverage_share: How completely the county was crawled in it, 0 to 1 | 采集覆盖率，0 至 1
-- column scheme: Scheme of points | 分值方案
-- column stories: Stories that come from the place | 新闻条数
-- column best_points: Sum over the stories of the points of the best outlet | 每条新闻取最高级刊用分，合计
-- column adoption_points: Sum of the points of all outlets of all stories | 每次刊用都计分，合计
-- column peer_rank: Rank among its peers by best_points | 按 best_points 的同组名次
-- column adoption_rank: Rank among its peers by adoption_points | 按 adoption_points 的同组名次
-- check all_of_the_frame: select * from (select count(*) as rows from mart.weighted_score)
--   where rows <> (select count(*) from core.place_period)
--   * (select count(distinct scheme) from core.level_weight)
-- check best_is_at_most_all: select * from mart.weighted_score where best_points > adoption_points + 1e-6
-- check points_add_up: select * from (select scheme, sum(adoption_points) as counted from mart.weighted_score
--   where period_kind = 'all' and place_kind = 'county' group by all)
--   join (select scheme, sum(points) as given from core.story_outlet join core.level_weight using (level) group by all)
--   using (scheme) where abs(counted - given) > 1e-6
with scored as (
    select outlet.story_id, weight.scheme, max(weight.points) as best_points, sum(weight.points) as adoption_points
    from core.story_outlet as outlet
    join core.level_weight as weight using (level)
    group by all
),
counted as (
    select
        place_story.place_code,
        place_story.period_kind,
        place_story.period_start_date,
        scored.scheme,
        count(*) as stories,
        sum(scored.best_points) as best_points,
        sum(scored.adoption_points) as adoption_points
    from core.place_story as place_story
    join scored using (story_id)
    group by all
),
framed as (
    select
        frame.*,
        scheme.scheme,
        coalesce(counted.stories, 0) as stories,
        coalesce(counted.best_points, 0) as best_points,
        coalesce(counted.adoption_points, 0) as adoption_points
    from core.place_period as frame
    cross join (select distinct scheme from core.level_weight) as scheme
    left join counted using (place_code, period_kind, period_start_date, scheme)
)
select
    place_code, place_name, place_kind, county_code, county_name,
    period_kind, period_start_date, is_complete, coverage_share,
    scheme,
    stories,
    best_points,
    adoption_points,
    rank() over (peers order by best_points desc) as peer_rank,
    rank() over (peers order by adoption_points desc) as adoption_rank
from framed
window peers as (partition by scheme, peer_group, period_kind, period_start_date)
