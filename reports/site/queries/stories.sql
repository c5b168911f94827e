-- Every story with its topics, slogans and other publications, the newest first: where all numbers lead.
with topic as (
    select story_id, list(topic order by share desc, topic) as topics
    from core.story_topic
    group by story_id
),
slogan as (
    select article_id as story_id, list(slogan order by slogan) as slogans
    from core.article_slogan
    group by article_id
),
printed as (
    select
        publication.story_id,
        appearance.site_key,
        article.url,
        appearance.published_date,
        article.title,
        publication.is_original,
        publication.is_counted
    from core.publication as publication
    join core.appearance as appearance using (article_id)
    join core.article as article using (article_id)
    where appearance.county_code in $counties
),
copy as (
    select
        story_id,
        list([site_key, url, published_date::varchar] order by published_date, url) as copies,
        count(*) filter (is_counted) as reprints
    from printed
    where not is_original
    group by story_id
)
select
    story.county_code,
    story.published_date,
    story.town_code as place_code,
    story.title[:160] as title,
    story.url,
    original.site_key,
    topic.topics,
    slogan.slogans,
    copy.copies
from core.story as story
left join printed as original on original.story_id = story.story_id and original.is_original
left join topic on topic.story_id = story.story_id
left join slogan on slogan.story_id = story.story_id
left join copy on copy.story_id = story.story_id
where story.county_code in $counties
order by story.county_code, story.published_at desc nulls last, story.story_id
