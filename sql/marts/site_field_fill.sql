-- On how many of a site's articles each field was found. A sudden fall means the site was redesigned.
-- column county_code: County
-- column site_key: Site
-- column site_name: Its name
-- column articles: Articles of the site
-- column title_share: Share with a title, 0 to 1; all shares are null for a site without articles
-- column published_share: Share with a time of publication
-- column author_share: Share with an author
-- column source_share: Share with a source
-- column editor_share: Share with an editor
-- column body_share: Share with text, of those that are text
select
    site.county_code,
    site.site_key,
    site.site_name,
    count(article.article_id) as articles,
    avg((coalesce(article.title, '') <> '')::integer) filter (article.article_id is not null) as title_share,
    avg((article.published_at is not null)::integer) filter (article.article_id is not null) as published_share,
    avg((article.author_count > 0)::integer) as author_share,
    avg((coalesce(article.source, '') <> '')::integer) filter (article.article_id is not null) as source_share,
    avg((article.editor_count > 0)::integer) as editor_share,
    avg((article.body_chars > 0)::integer) filter (article.kind = 'text') as body_share
from core.site as site
left join core.article as article using (county_code, site_key)
group by all
