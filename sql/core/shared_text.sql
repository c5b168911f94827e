-- Different stories with nearly the same text, such as a bulletin that town after town fills in: stories that have a
-- text_id in common share it. Pairs of near_duplicate lead each article to the earliest that it is like; that may be
-- like an earlier one still, so the chain is followed to its beginning.
-- | 正文近似的不同新闻（如各乡镇套用的简报）：text_id 相同者共用文本。由 near_duplicate 逐级追溯到最早的近似稿。
-- column story_id: Story | 新闻
-- column text_id: The article_id of the earliest article with the text | 最早使用该文本的稿件
-- check every_story_once_a_text: select story_id, text_id from core.shared_text group by all having count(*) > 1
-- check every_text_is_shared: select text_id from core.shared_text group by all having count(*) < 2
-- check stories_are_stories: select * from core.shared_text anti join core.story using (story_id)
with recursive appearance as materialized (
    select rowid as number, article_id from core.appearance
),
linked as materialized (
    select later.number, min(earlier.number) as first_number
    from core.near_duplicate as pair
    join appearance as later on later.article_id = pair.article_id
    join appearance as earlier on earlier.article_id = pair.earlier_article_id
    where pair.agreement >= 0.5
    group by all
),
followed as (
    select number, first_number from linked
    union
    select followed.number, linked.first_number
    from followed
    join linked on linked.number = followed.first_number
),
earliest as materialized (
    select number, min(first_number) as first_number from followed group by number
),
family as (
    select number, first_number from earliest
    union
    select first_number, first_number from earliest
),
told as (
    select distinct publication.story_id, beginning.article_id as text_id
    from family
    join appearance as article using (number)
    join appearance as beginning on beginning.number = family.first_number
    join core.publication as publication on publication.article_id = article.article_id
    where publication.is_counted
)
select story_id, text_id
from told
qualify count(*) over (partition by text_id) > 1
