-- Which articles tell the same story: one row for each article.
-- Copies have the same headline (without the name of its town at the beginning, punctuation and spaces: 某县宋家镇：春茶
-- 开采 is 宋家镇春茶开采) within the county,
-- each at most seven days after the one before, and come from the same town. A copy that does not say from which
-- town it is goes with the only town that has the headline. Headlines under eight characters (任前公示,
-- 工作动态) are used over and over and join nothing. The earliest copy is the original and names the story.
-- column article_id: Article
-- column story_id: The article_id of the story's original
-- column is_original: Whether this article is the original
-- column town_code: Town it comes from, by its own evidence
-- column story_town_code: Town its story comes from
-- check every_article_in_one_story: select article_id from core.article
--   where article_id not in (select article_id from core.publication) or article_id in
--   (select article_id from core.publication group by all having count(*) > 1)
-- check a_story_has_one_original: select story_id from core.publication group by all
--   having count(*) filter (is_original) <> 1
with origin as (
    select article_id, version, arg_max(town_code, confidence) as town_code
    from raw.place
    where role = 'origin'
    group by all
),
headline as (
    select
        article.*,
        origin.town_code,
        regexp_replace(
            regexp_replace(
                coalesce(article.title, ''),
                '^[^：:]{0,6}' || coalesce(town.town_name, '[^：:]{2,8}(镇|乡|街道|街道办|办事处)\s*[：:]'), ''
            ),
            '[\p{P}\p{S}\s]+', '', 'g'
        ) as words
    from core.article as article
    left join origin using (article_id, version)
    left join core.town as town using (town_code)
),
keyed as (
    select
        *,
        case when length(words) >= 8 then words else article_id end as headline_key,
        min(town_code) over same_headline as lowest_town,
        max(town_code) over same_headline as highest_town
    from headline
    window same_headline as (partition by county_code, case when length(words) >= 8 then words else article_id end)
),
placed as (
    select
        *,
        coalesce(town_code, case when lowest_town = highest_town then lowest_town end) as story_town_code
    from keyed
),
ordered as (
    select
        placed.*,
        published_date - lag(published_date) over copies > 7 as is_after_gap
    from placed
    window copies as (
        partition by county_code, headline_key, story_town_code order by published_at nulls last, article_id
    )
),
grouped as (
    select *, count(*) filter (is_after_gap) over copies as repetition
    from ordered
    window copies as (
        partition by county_code, headline_key, story_town_code order by published_at nulls last, article_id
        rows unbounded preceding
    )
)
select
    article_id,
    first_value(article_id) over story as story_id,
    story_id = article_id as is_original,
    town_code,
    story_town_code
from grouped
window story as (
    partition by county_code, headline_key, story_town_code, repetition
    order by published_at nulls last, article_id
)
