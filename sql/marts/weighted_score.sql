-- Points of each place by the levels of the outlets that publish its stories, in every scheme of sql/data/level_weight.csv:
-- once for the best outlet of each story, as offices do that forbid adding up, and once for all of its outlets.
-- | 各地按刊载媒体级别计分（sql/data/level_weight.csv 的各方案）：一种每条新闻只取最高级媒体，另一种各媒体累加。
-- column place_code: Town or county | 乡镇或县代码
-- column place_name: Its name | 名称
-- column place_kind: town or county | 乡镇或县
-- column county_code: County | 所属县代码
-- column county_name: Name of the county | 所属县名
-- column period_kind: month, quarter, year or all | 月、季、年或全部
-- column period_start_date: First day of the period | 期间首日
-- column is_complete: Whether the county's articles reach its end | 期间是否已完整
-- column coverage_share: How completely the county's sites were crawled in it, 0 to 1 | 采集覆盖率，0 至 1
-- column scheme: Scheme of points | 计分方案
-- column stories: Stories that first appeared in the period | 该期首发的新闻数
-- column best_points: For each story the points of its best outlet, added up | 每条新闻取最高一家媒体的分值，求和
-- column adoption_points: For each story the points of all its outlets, added up | 每条新闻各家媒体分值累加，求和
-- column peer_rank: Rank by best_points among the peers; equal points share a rank | 按 best_points 的同组名次，并列同名次
-- column adoption_rank: Rank by adoption_points | 按 adoption_points 的同组名次
-- check one_row_for_every_place_period_and_scheme: select * from (
--   select (select count(*) from mart.weighted_score) as found, (select count(*) from core.place_period)
--   * (select count(distinct scheme) from core.level_weight) as frame) where found <> frame
-- check every_place_once: select place_code, period_kind, period_start_date, scheme from mart.weighted_score
--   group by all having count(*) > 1
-- check all_outlets_give_no_less_than_the_best: select * from mart.weighted_score
--   where stories is null or best_points is null or adoption_points is null or adoption_points < best_points - 1e-6
-- check points_add_up: select county_code, scheme from mart.weighted_score join (
--   select county_code, scheme, sum(points) as points from core.story_outlet join core.story using (story_id)
--   join core.level_weight using (level) group by all) as given using (county_code, scheme)
--   where period_kind = 'all' and place_kind = 'county' and abs(adoption_points - given.points) > 1e-6 * (1 + given.points)
with scored as (
    select outlet.story_id, weight.scheme, max(weight.points) as best_points, sum(weight.points) as adoption_points
    from core.story_outlet as outlet
    join core.level_weight as weight using (level)
    group by all
),
counted as (
    select
        placed.place_code,
        placed.period_kind,
        placed.period_start_date,
        scheme.scheme,
        count(*) as stories,
        -- A story on a site that is not known any more has no outlet.
        coalesce(sum(scored.best_points), 0) as best_points,
        coalesce(sum(scored.adoption_points), 0) as adoption_points
    from core.place_story as placed
    cross join (select distinct scheme from core.level_weight) as scheme
    left join scored on scored.story_id = placed.story_id and scored.scheme = scheme.scheme
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
    left join counted
        on counted.place_code = frame.place_code
        and counted.period_kind = frame.period_kind
        and counted.period_start_date = frame.period_start_date
        and counted.scheme = scheme.scheme
)
select
    place_code,
    place_name,
    place_kind,
    county_code,
    county_name,
    period_kind,
    period_start_date,
    is_complete,
    coverage_share,
    scheme,
    stories,
    best_points,
    adoption_points,
    rank() over (peers order by best_points desc) as peer_rank,
    rank() over (peers order by adoption_points desc) as adoption_rank
from framed
window peers as (partition by peer_group, period_kind, period_start_date, scheme)
