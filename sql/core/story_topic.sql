-- Topics of stories: those of the original article, with what no topic explains as 未解释; the shares of a story add up to 1.
-- | 新闻的主题（取首发稿），无法解释的部分记为“未解释”；每条新闻份额合计为 1。
-- column story_id: Story | 新闻
-- column topic: Topic, or 未解释 | 主题，或“未解释”
-- column share: Share of the story, 0 to 1 | 份额，0 至 1
-- column is_main: Whether it is the largest share; of equal ones the first by name; 未解释 only where nothing is explained | 是否为主要主题
-- check shares_add_up: select story_id from core.story_topic group by all having abs(sum(share) - 1) > 1e-6
-- check one_main_topic: select story_id from core.story_topic group by all having count(*) filter (is_main) <> 1
with explained as (
    select story.story_id, topic.topic, topic.share
    from core.story as story
    join core.article_topic as topic on topic.article_id = story.story_id
),
rest as (
    select story.story_id, 1 - least(coalesce(sum(explained.share), 0), 1) as share
    from core.story as story
    left join explained using (story_id)
    group by all
)
select
    story_id,
    topic,
    share,
    row_number() over (partition by story_id order by share desc, topic) = 1 as is_main
from explained
union all
select rest.story_id, '未解释', rest.share, rest.story_id not in (select story_id from explained)
from rest
where rest.share > 1e-9 or rest.story_id not in (select story_id from explained)
