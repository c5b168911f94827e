-- Articles with the town that they come from; those without evidence for one are not here.
-- column article_id: Article
-- column story_id: Its story
-- column town_code: Town it comes from
-- column county_code: County of the town
-- column evidence: What speaks for the town; reprint where only another copy of the story names it
-- column confidence: How sure that is, 0 to 1
-- check every_article_in_one_town: select article_id from core.town_article group by all having count(*) > 1
select
    publication.article_id,
    publication.story_id,
    publication.story_town_code as town_code,
    article.county_code,
    coalesce(place.evidence, 'reprint') as evidence,
    coalesce(place.confidence, 0.5) as confidence
from core.publication as publication
join core.article as article using (article_id)
left join raw.place as place
    on place.article_id = article.article_id
    and place.version = article.version
    and place.role = 'origin'
    and place.town_code = publication.town_code
where publication.story_town_code is not null
