-- Stories: an article and its reprints are one.
-- column story_id: The article_id of the original
-- column county_code: County it is read for
-- column town_code: Town it comes from; null where nothing says so
-- column title: Headline of the original
-- column url: Address of the original
-- column published_at: When it first appeared; null where no copy says so
-- column published_date: Day of that
-- column month_date: First day of the month of that
-- column publication_count: Articles that tell it
-- column site_count: Sites that carry it
-- column reprint_count: Articles beyond the original
-- column is_above_county: Whether a site above county level carries it
-- check stories_add_up_to_articles: select * from (select sum(publication_count) as told from core.story)
--   where told <> (select count(*) from core.article)
select
    publication.story_id,
    article.county_code,
    any_value(publication.story_town_code) as town_code,
    any_value(article.title) filter (publication.is_original) as title,
    any_value(article.url) filter (publication.is_original) as url,
    min(article.published_at) as published_at,
    min(article.published_date) as published_date,
    min(article.month_date) as month_date,
    count(*) as publication_count,
    count(distinct article.site_key) as site_count,
    count(*) - 1 as reprint_count,
    coalesce(bool_or(site.level_rank > 1), false) as is_above_county
from core.publication as publication
join core.article as article using (article_id)
left join core.site as site using (county_code, site_key)
group by publication.story_id, article.county_code
