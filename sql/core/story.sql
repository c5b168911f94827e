-- Stories: an event's text, its first publication and all reprints are one. What only mirrors tell is none.
-- | 新闻：同一事件的文本、首发与全部转载合为一条。只有垃圾镜像页刊载者不算新闻。
-- column story_id: The article_id of the original | 首发稿的 article_id
-- column county_code: County it is read for | 所属县代码
-- column town_code: Town it comes from; null where nothing says so | 所属乡镇；无依据则为空
-- column title: Headline of the original | 首发标题
-- column url: Address of the original | 首发网址
-- column published_at: When it first appeared; null where no copy says so | 首发时间；皆未印则为空
-- column published_date: Day of that | 首发日期
-- column is_timed: Whether hour and minute of that are known | 首发时间是否精确到时分
-- column article_count: Articles that tell it, mirrors among them | 稿件数（含镜像）
-- column publication_count: Articles that tell it and count | 刊发次数（不含镜像）
-- column site_count: Sites that carry it | 刊载网站数
-- column reprint_count: Publications beyond the first | 转载次数
-- check stories_add_up_to_publications: select * from (select sum(publication_count) as told from core.story)
--   where told <> (select count(*) filter (is_counted) from core.publication)
-- check every_story_once: select story_id from core.story group by all having count(*) > 1
with counted as (
    select
        publication.story_id,
        any_value(publication.story_town_code) as town_code,
        count(*) as article_count,
        count(*) filter (publication.is_counted) as publication_count,
        count(distinct appearance.site_key) filter (publication.is_counted) as site_count
    from core.publication as publication
    join core.appearance as appearance using (article_id)
    group by publication.story_id
    having publication_count > 0
)
select
    counted.story_id,
    original.county_code,
    counted.town_code,
    article.title,
    article.url,
    original.published_at,
    original.published_date,
    original.is_timed,
    counted.article_count,
    counted.publication_count,
    counted.site_count,
    counted.publication_count - 1 as reprint_count
from counted
join core.appearance as original on original.article_id = counted.story_id
join raw.article as article on article.article_id = original.article_id and article.version = original.version
