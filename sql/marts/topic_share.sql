-- What places write about: shares of topics, and whether a place writes more of one than its peers do.
-- | 主题结构：各主题份额与区位商（大于 1 表示高于同组平均）。
-- column place_code: Town or county | 乡镇或县代码
-- column place_name: Its name | 名称
-- column place_kind: town or county | 乡镇或县
-- column county_code: County | 所属县代码
-- column county_name: Name of the county | 所属县名
-- column period_kind: month, quarter, year or all | 月、季、年或全部
-- column period_start_date: First day of the period | 期间首日
-- column is_complete: Whether the period is over | 期间是否已完整
-- column coverage_share: How completely the county was crawled in it, 0 to 1 | 采集覆盖率，0 至 1
-- column topic: Topic by the dictionary topic_word.csv; 未解释 for what no word explains | 主题；“未解释”为词典未能解释的部分
-- column stories_mainly: Stories of which it is the largest share | 以其为主的新闻条数
-- column stories: Stories that touch it | 涉及的新闻条数
-- column story_weight: Sum of its shares of the stories | 份额合计
-- column topic_share: Share of the place's stories by weight, 0 to 1; null without stories | 占该地份额
-- column peer_topic_share: The same for all its peers together | 同组份额
-- column location_quotient: topic_share by peer_topic_share; null where either is not defined | 区位商
-- check every_row_once: select place_code, period_kind, period_start_date, topic from mart.topic_share
--   group by all having count(*) > 1
-- check shares_add_up: select place_code, period_kind, period_start_date from mart.topic_share
--   group by all having abs(sum(topic_share) - 1) > 1e-6
-- check main_topics_add_up_to_stories: select * from (select sum(stories_mainly) as counted from mart.topic_share
--   where period_kind = 'all' and place_kind = 'town') where counted <> (select count(town_code) from core.story)
with counted as (
    select
        place_story.place_code,
        place_story.period_kind,
        place_story.period_start_date,
        story_topic.topic,
        count(*) filter (story_topic.is_main) as stories_mainly,
        count(*) as stories,
        sum(story_topic.share) as story_weight
    from core.place_story as place_story
    join core.story_topic as story_topic using (story_id)
    group by all
),
framed as (
    select
        frame.*,
        topic.topic,
        coalesce(counted.stories_mainly, 0) as stories_mainly,
        coalesce(counted.stories, 0) as stories,
        coalesce(counted.story_weight, 0) as story_weight
    from core.place_period as frame
    cross join (select distinct topic from core.story_topic) as topic
    left join counted using (place_code, period_kind, period_start_date, topic)
),
shared as (
    select
        *,
        story_weight / nullif(sum(story_weight) over of_place, 0) as topic_share,
        sum(story_weight) over of_topic / nullif(sum(story_weight) over of_peers, 0) as peer_topic_share
    from framed
    window
        of_place as (partition by place_code, period_kind, period_start_date),
        of_topic as (partition by peer_group, period_kind, period_start_date, topic),
        of_peers as (partition by peer_group, period_kind, period_start_date)
)
select
    place_code, place_name, place_kind, county_code, county_name,
    period_kind, period_start_date, is_complete, coverage_share,
    topic,
    stories_mainly,
    stories,
    story_weight,
    topic_share,
    peer_topic_share,
    topic_share / nullif(peer_topic_share, 0) as location_quotient
from shared
