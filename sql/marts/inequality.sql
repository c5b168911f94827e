-- How unequally the stories are spread over the places of a group: the towns of a county, or the counties. What comes from
-- no town is no part of it. | 发稿集中度：新闻在同组各地（本县各乡镇，或各县）之间分布的不均程度；无所属乡镇的新闻不计入乡镇一组。
-- column group_code: Code of the county whose towns they are; counties for the counties | 乡镇一组为其县代码，各县一组为 counties
-- column group_name: Name of that county; 各县 for the counties | 县名；各县一组为“各县”
-- column period_kind: month, quarter, year or all | 月、季、年或全部
-- column period_start_date: First day of the period | 期间首日
-- column is_complete: Whether articles of all of them reach its end | 期间是否已完整
-- column coverage_share: How completely sites were crawled in it, on average, 0 to 1 | 平均采集覆盖率，0 至 1
-- column places: Places of the group | 地方数
-- column silent_places: Of these, without a story in the period | 其中未发稿者
-- column stories: Stories of all of them | 新闻总数
-- column gini: Gini coefficient: 0 where all have the same number, (places - 1) / places where one has all; null without stories
--   | 基尼系数：各地相等为 0，一地独占为 (n-1)/n；无新闻则为空
-- column hhi: Herfindahl-Hirschman index, the sum of the squared shares: 1 / places to 1; null without stories
--   | 赫芬达尔指数（份额平方和），1/n 至 1；无新闻则为空
-- column top_share: Share of the place with most stories; null without stories | 首位份额；无新闻则为空
-- column top_place_code: That place, of several the first by code; null without stories | 首位地方，并列取代码最小者；无新闻则为空
-- check one_row_for_every_group_and_period: select * from (select (select count(*) from mart.inequality) as found,
--   (select count(*) from (select distinct peer_group, period_kind, period_start_date from core.place_period)) as frame)
--   where found <> frame
-- check every_group_once: select group_code, period_kind, period_start_date from mart.inequality group by all
--   having count(*) > 1
-- check groups_are_groups: select * from mart.inequality where group_code not in (select peer_group from core.place)
--   or group_name is null or silent_places > places
-- check indices_are_in_their_bounds: select * from mart.inequality where gini not between -1e-9 and 1 - 1 / places + 1e-9
--   or hhi not between 1 / places - 1e-9 and 1 + 1e-9 or top_share not between hhi - 1e-9 and 1
--   or (stories = 0) <> (gini is null) or (stories = 0) <> (hhi is null) or (stories = 0) <> (top_place_code is null)
-- check stories_add_up: select * from (
--   select (select coalesce(sum(stories), 0) from mart.inequality where period_kind = 'all') as found,
--   (select count(*) + count(town_code) from core.story
--   where county_code in (select place_code from core.place_period)) as told)
--   where found <> told
with counted as (
    select place_code, period_kind, period_start_date, count(*) as stories
    from core.place_story
    group by all
),
placed as (
    select
        frame.*,
        coalesce(counted.stories, 0) as stories,
        row_number() over (
            partition by frame.peer_group, frame.period_kind, frame.period_start_date
            order by coalesce(counted.stories, 0), frame.place_code
        ) as position
    from core.place_period as frame
    left join counted using (place_code, period_kind, period_start_date)
)
select
    peer_group as group_code,
    case when peer_group = 'counties' then '各县' else any_value(county_name) end as group_name,
    period_kind,
    period_start_date,
    bool_and(is_complete) as is_complete,
    avg(coverage_share) as coverage_share,
    count(*) as places,
    count(*) filter (placed.stories = 0) as silent_places,
    sum(placed.stories)::bigint as stories,
    (2 * sum(position * placed.stories) / nullif(sum(placed.stories), 0) - count(*) - 1) / count(*) as gini,
    sum(placed.stories * placed.stories) / nullif(sum(placed.stories) * sum(placed.stories), 0) as hhi,
    max(placed.stories) / nullif(sum(placed.stories), 0) as top_share,
    case when max(placed.stories) > 0 then arg_min(place_code, (-placed.stories, place_code)) end as top_place_code
from placed
group by peer_group, period_kind, period_start_date
