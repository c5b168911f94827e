-- How much of each month was read: of the links that belong to it, how many are articles now.
-- A rank says as much as the crawl behind it; this stands beside every rank.
-- column county_code: County
-- column month_date: First day of the month
-- column is_complete: Whether the month is over
-- column links: Links to articles of the month, by their own day or by the list's
-- column articles: Of those, loaded
-- column stories: Stories that first appeared in the month
-- column stories_with_town: Of those, with a known town
-- column coverage_share: Articles of links, 0 to 1; null for a month without links
-- check coverage_is_a_share: select * from mart.month_coverage where coverage_share > 1
with dated_link as (
    select
        link.county_code,
        date_trunc('month', coalesce(article.published_date, link.listed_date))::date as month_date,
        article.article_id
    from raw.link as link
    left join core.article as article on article.article_id = link.link_id
    where link.role = 'article'
    union all
    select county_code, month_date, article_id
    from core.article
    where article_id not in (select link_id from raw.link)
),
linked as (
    select county_code, month_date, count(*) as links, count(article_id) as articles
    from dated_link
    group by all
),
told as (
    select county_code, month_date, count(*) as stories, count(town_code) as stories_with_town
    from core.story
    group by all
)
select
    month.county_code,
    month.month_date,
    month.is_complete,
    coalesce(linked.links, 0) as links,
    coalesce(linked.articles, 0) as articles,
    coalesce(told.stories, 0) as stories,
    coalesce(told.stories_with_town, 0) as stories_with_town,
    linked.articles / nullif(linked.links, 0) as coverage_share
from core.month as month
left join linked using (county_code, month_date)
left join told using (county_code, month_date)
