-- How unevenly the news is spread: over the towns of each county, and over the counties.
-- | 覆盖不均：县内各乡镇之间、各县之间新闻分布的基尼系数、HHI 与首位份额。
-- column group_code: County whose towns are compared, or counties | 被比较的县代码；counties 为各县之间
-- column group_name: Its name | 名称
-- column period_kind: month, quarter, year or all | 月、季、年或全部
-- column period_start_date: First day of the period | 期间首日
-- column is_complete: Whether the period is over for all places | 期间是否已完整
-- column coverage_share: How completely the places were crawled, on average, 0 to 1 | 平均采集覆盖率
-- column places: Places that are compared | 比较对象数
-- column silent_places: Those without a story | 无新闻者
-- column stories: Stories of all | 新闻条数合计
-- column gini: Gini coefficient, 0 for equal; null without stories | 基尼系数，0 为均等
-- column hhi: Herfindahl-Hirschman index, the sum of the squared shares | 赫芬达尔指数
-- column top_share: Share of the place with the most stories | 首位份额
-- column top_place_code: That place; of equal ones the first by code | 首位者代码
-- check every_group_once: select group_code, period_kind, period_start_date from mart.inequality
--   group by all having count(*) > 1
-- check shares_are_shares: select * from mart.inequality
--   where gini not between -1e-9 and 1 or hhi not between 0 and 1 + 1e-9 or top_share not between 0 and 1
-- check stories_add_up: select * from (select sum(stories) as counted from mart.inequality
--   where period_kind = 'all' and group_code <> 'counties') where counted <> (select count(town_code) from core.story)
with ordered as (
    select
        output.*,
        place.peer_group,
        row_number() over (
            partition by place.peer_group, output.period_kind, output.period_start_date order by output.stories, output.place_code
        ) as position,
        count(*) over (partition by place.peer_group, output.period_kind, output.period_start_date) as places
    from mart.output_rank as output
    join core.place as place using (place_code)
)
select
    peer_group as group_code,
    case when peer_group = 'counties' then '各县' else any_value(county_name) end as group_name,
    period_kind,
    period_start_date,
    bool_and(is_complete) as is_complete,
    avg(coverage_share) as coverage_share,
    any_value(places) as places,
    count(*) filter (stories = 0) as silent_places,
    sum(stories)::bigint as stories,
    -- With the places in the order of their stories, the mean difference of all pairs is a weighted sum.
    sum((2 * position - places - 1) * stories) / nullif(any_value(places) * sum(stories), 0) as gini,
    sum(story_share ** 2) as hhi,
    max(story_share) as top_share,
    case when sum(stories) > 0 then arg_min(place_code, (-stories, place_code)) end as top_place_code
from ordered
group by peer_group, period_kind, period_start_date
