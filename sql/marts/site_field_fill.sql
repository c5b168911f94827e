-- On how many of a site's articles each field was found. A sudden fall means the site was redesigned.
-- | 各网站稿件各字段的识别率；突降说明网站改版。
-- column county_code: County | 县代码
-- column site_key: Site | 网站
-- column site_name: Its name | 网站名称
-- column articles: Articles of the site | 稿件数
-- column title_share: Share with a title, 0 to 1; all shares are null for a site without articles | 有标题的占比；无稿件则为空
-- column published_share: Share with a time of publication | 有发布时间的占比
-- column author_share: Share with an author | 有作者的占比
-- column source_share: Share with a source | 有来源的占比
-- column editor_share: Share with an editor | 有编辑的占比
-- column body_share: Share with text, of those that are text | 文字稿中有正文的占比
with credited as (
    select article_id, bool_or(role = 'author') as has_author, bool_or(role = 'editor') as has_editor
    from core.article_person
    group by all
)
select
    site.county_code,
    site.site_key,
    site.site_name,
    count(article.article_id) as articles,
    avg((coalesce(article.title, '') <> '')::integer) filter (article.article_id is not null) as title_share,
    avg((article.published_at is not null)::integer) filter (article.article_id is not null) as published_share,
    avg(coalesce(credited.has_author, false)::integer) filter (article.article_id is not null) as author_share,
    avg((coalesce(article.source, '') <> '')::integer) filter (article.article_id is not null) as source_share,
    avg(coalesce(credited.has_editor, false)::integer) filter (article.article_id is not null) as editor_share,
    avg((article.body_chars > 0)::integer) filter (article.kind = 'text') as body_share
from core.site as site
left join core.article as article using (county_code, site_key)
left join credited using (article_id)
group by all
