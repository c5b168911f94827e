-- Slogans that were found and on which nobody has decided yet: decide in sql/data/slogan.csv. The most used come first.
-- | 已发现而尚未裁定的口号，用得最多者在前；请在 sql/data/slogan.csv 中裁定。
-- column slogan: The slogan as found | 口号（原样）
-- column stories: Stories that use it | 使用的新闻数
-- column counties: Counties whose stories use it | 使用的县数
-- column towns: Towns whose stories use it | 使用的乡镇数
-- column first_date: Day of the first use; null where no story has a day | 首次使用日期；皆无日期则为空
-- column sentence: Sentence of that use | 首次使用的句子
-- column story_id: Story of that use | 首次使用的新闻
-- column url: Address of that story | 该新闻网址
-- check every_slogan_once: select slogan from mart.slogan_review group by all having count(*) > 1
-- check nothing_decided_is_asked_again: select slogan from mart.slogan_review
--   join core.slogan_verdict using (slogan)
-- check nothing_is_left_out: select slogan from core.article_slogan join core.story on story_id = article_id
--   where slogan not in (select slogan from mart.slogan_review) group by slogan having min(verdict) = 'open'
with used as (
    select
        slogan.slogan,
        slogan.verdict,
        slogan.sentence,
        story.story_id,
        story.county_code,
        story.town_code,
        story.published_date,
        story.url,
        (coalesce(story.published_date, date '9999-12-31'), story.story_id) as position
    from core.article_slogan as slogan
    join core.story as story on story.story_id = slogan.article_id
)
select
    slogan,
    count(*) as stories,
    count(distinct county_code) as counties,
    count(distinct town_code) as towns,
    min(published_date) as first_date,
    arg_min(sentence, position) as sentence,
    arg_min(story_id, position) as story_id,
    arg_min(url, position) as url
from used
group by slogan
having min(verdict) = 'open'
order by stories desc, slogan
