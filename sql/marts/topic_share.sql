-- What each place writes about: the share of each topic in its stories, beside that of its peers. Of a story each topic has
-- its share, and what no topic explains is a topic of its own, 未解释, so that a story weighs 1 in all. A story's topics are
-- those of its original. | 各地报道什么：各主题占其新闻的份额及与同组的对比。每条新闻按主题分摊，无法归入主题的部分记为“未解释”，合计为 1。
-- 新闻的主题以首发稿为准。
-- column place_code: Town or county | 乡镇或县代码
-- column place_name: Its name | 名称
-- column place_kind: town or county | 乡镇或县
-- column county_code: County | 所属县代码
-- column county_name: Name of the county | 所属县名
-- column period_kind: month, quarter, year or all | 月、季、年或全部
-- column period_start_date: First day of the period | 期间首日
-- column is_complete: Whether the county's articles reach its end | 期间是否已完整
-- column coverage_share: How completely the county's sites were crawled in it, 0 to 1 | 采集覆盖率，0 至 1
-- column topic: Topic; 未解释 is what no topic explains | 主题；“未解释”为无法归入主题的部分
-- column stories_mainly: Stories of which it is the largest topic; 未解释: those that no topic explains at all
--   | 以其为首要主题的新闻数；“未解释”为完全没有主题的新闻数
-- column stories: Stories that touch it | 涉及该主题的新闻数
-- column story_weight: Its shares of these stories, added up | 该主题在各条新闻中的份额之和
-- column topic_share: Its share of all stories of the place, 0 to 1; null without stories | 占该地新闻的份额；无新闻则为空
-- column peer_topic_share: The same share of all peers together | 同组合计的份额
-- column location_quotient: topic_share by peer_topic_share, above 1 for more than the peers; null where no peer touches it
--   or the place has no stories | 区位商：该地份额与同组份额之比，大于 1 为高于同组；同组皆未涉及或该地无新闻则为空
-- check one_row_for_every_place_period_and_topic: select * from (
--   select (select count(*) from mart.topic_share) as found, (select count(*) from core.place_period)
--   * (select count(distinct topic) + 1 from core.article_topic) as frame) where found <> frame
-- check every_topic_once: select place_code, period_kind, period_start_date, topic from mart.topic_share
--   group by all having count(*) > 1
-- check numbers_are_there: select * from mart.topic_share where stories_mainly is null or stories is null
--   or story_weight is null or stories_mainly > stories
-- check shares_add_up_to_one: select place_code, period_kind, period_start_date from mart.topic_share
--   group by all having abs(sum(topic_share) - 1) > 1e-6
-- check stories_add_up: select county_code from mart.topic_share join (
--   select county_code, count(*) as told from core.story group by all) using (county_code)
--   where period_kind = 'all' and place_kind = 'county' group by county_code, told
--   having sum(stories_mainly) <> told or abs(sum(story_weight) - told) > 1e-6 * told
with monthly as (
    select
        placed.place_code,
        date_trunc('month', story.published_date)::date as month_date,
        story_topic.topic,
        count(*) filter (story_topic.is_main) as stories_mainly,
        count(*) as stories,
        sum(story_topic.share) as story_weight
    from core.place_story as placed
    join core.story as story using (story_id)
    join core.story_topic as story_topic using (story_id)
    where placed.period_kind = 'all'
    group by all
),
-- The longer periods are sums of months.
counted as materialized (
    select
        monthly.place_code,
        period.period_kind,
        period.period_start_date,
        monthly.topic,
        sum(monthly.stories_mainly)::bigint as stories_mainly,
        sum(monthly.stories)::bigint as stories,
        sum(monthly.story_weight) as story_weight
    from monthly
    join core.month_period as period on period.month_date is not distinct from monthly.month_date
    group by all
),
-- The totals are put beside places and periods before these are multiplied by the topics.
framed as materialized (
    select frame.*, place_total.story_weight as place_weight, peer_total.story_weight as peer_weight
    from core.place_period as frame
    left join (
        select place_code, period_kind, period_start_date, sum(story_weight) as story_weight from counted group by all
    ) as place_total using (place_code, period_kind, period_start_date)
    left join (
        select place.peer_group, period_kind, period_start_date, sum(story_weight) as story_weight
        from counted join core.place as place using (place_code) group by all
    ) as peer_total using (peer_group, period_kind, period_start_date)
),
peer_topic as (
    select place.peer_group, counted.period_kind, counted.period_start_date, counted.topic, sum(story_weight) as story_weight
    from counted
    join core.place as place using (place_code)
    group by all
)
select
    framed.place_code,
    framed.place_name,
    framed.place_kind,
    framed.county_code,
    framed.county_name,
    framed.period_kind,
    framed.period_start_date,
    framed.is_complete,
    framed.coverage_share,
    topic.topic,
    coalesce(counted.stories_mainly, 0) as stories_mainly,
    coalesce(counted.stories, 0) as stories,
    coalesce(counted.story_weight, 0) as story_weight,
    case when framed.place_weight > 0 then coalesce(counted.story_weight, 0) / framed.place_weight end as topic_share,
    case when framed.peer_weight > 0 then coalesce(peer_topic.story_weight, 0) / framed.peer_weight end as peer_topic_share,
    topic_share / nullif(peer_topic_share, 0) as location_quotient
from framed
cross join (select topic from core.article_topic union select '未解释') as topic
left join counted
    on counted.place_code = framed.place_code
    and counted.period_kind = framed.period_kind
    and counted.period_start_date = framed.period_start_date
    and counted.topic = topic.topic
left join peer_topic
    on peer_topic.peer_group = framed.peer_group
    and peer_topic.period_kind = framed.period_kind
    and peer_topic.period_start_date = framed.period_start_date
    and peer_topic.topic = topic.topic
