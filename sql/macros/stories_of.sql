-- The way down from a number to its articles: the stories of a place in a period, each with all its publications.
-- from stories_of('宋家镇', period_start := '2026-04-01', period_kind := 'month', topic := '产业')
-- | 由数字到稿件：某地某期的新闻及其全部刊发，可按主题筛选。
-- parameter place: Town or county as people name it, or its code | 地名（可带县名、可用旧称）或区划代码
-- parameter period_start = null: First day of the period as the comparisons have it; without it all periods of that kind; of no meaning for all | 期间首日；不填则为该类全部期间；期间类别为 all 时不起作用
-- parameter period_kind = 'all': month, quarter, year or all | 月、季、年或全部
-- parameter topic = null: Only stories with that topic; 未解释 for those that no topic explains in full | 只看该主题；“未解释”为未能全部解释者
-- column place_name: The place, with its county | 地名（带县名）
-- column period_start_date: First day of the period | 期间首日
-- column story_id: Story; the article_id of its original | 新闻，即首发稿的 article_id
-- column story_date: Day of the story; null where it has none | 新闻日期；无则为空
-- column is_original: Whether this publication is the original | 是否首发
-- column is_counted: Whether it counts as a publication: mirrors do not | 是否计为一次刊发（镜像不计）
-- column published_at: When it was published; null where the page does not say | 刊发时间；未印则为空
-- column site_name: Site that carries it | 刊载网站
-- column source: Source as printed | 稿源（原文）
-- column title: Headline | 标题
-- column url: Address | 网址
-- column article_id: Article | 稿件
with asked as (
    select distinct name.place_code, name.shown_name
    from core.place_name as name
    where name.typed_name = trim(place, ' 　') or name.place_code = trim(place, ' 　')
)
select
    asked.shown_name as place_name,
    placed.period_start_date,
    story.story_id,
    story.published_date as story_date,
    publication.is_original,
    publication.is_counted,
    appearance.published_at,
    site.site_name,
    article.source,
    article.title,
    article.url,
    article.article_id
from asked
join core.place_story as placed on placed.place_code = asked.place_code
join core.story as story on story.story_id = placed.story_id
join core.publication as publication on publication.story_id = placed.story_id
join core.appearance as appearance on appearance.article_id = publication.article_id
join core.article as article on article.article_id = publication.article_id
left join core.site as site on site.county_code = appearance.county_code and site.site_key = appearance.site_key
where placed.period_kind = period_kind
    and (period_kind = 'all' or period_start is null or placed.period_start_date = period_start::date)
    and (
        topic is null
        or placed.story_id in (select touched.story_id from core.story_topic as touched where touched.topic = topic)
    )
order by
    asked.shown_name,
    story.published_date desc nulls last,
    story.story_id,
    not publication.is_original,
    appearance.published_at,
    article.article_id
