-- Where each story was published: sites that carry it, and outlets that a copy names as its source, each once.
-- | 每条新闻的刊载媒体：刊载网站与稿件所署稿源，各计一次。
-- column story_id: Story | 新闻
-- column outlet_name: Site or outlet | 网站或媒体名称
-- column level: central, province, city, county or town | 级别
-- column level_rank: 0 for town to 4 for central | 级别序号
-- column first_published_at: When a copy first shows it there; null where none says | 该媒体首次刊载时间
-- column article_id: The copy that shows it | 作为依据的稿件
-- check every_outlet_once: select story_id, outlet_name from core.story_outlet group by all having count(*) > 1
with shown as (
    select
        publication.story_id,
        appearance.county_code,
        site.site_name as outlet_name,
        appearance.published_at,
        appearance.article_id
    from core.publication as publication
    join core.appearance as appearance using (article_id)
    join core.site as site using (county_code, site_key)
    where publication.is_counted
    union all
    select
        publication.story_id,
        appearance.county_code,
        appearance.source_outlet,
        appearance.published_at,
        appearance.article_id
    from core.publication as publication
    join core.appearance as appearance using (article_id)
    where publication.is_counted and appearance.source_outlet is not null
),
first_shown as (
    select
        story_id,
        county_code,
        outlet_name,
        min(published_at) as first_published_at,
        arg_min(article_id, (coalesce(published_at, timestamp '9999-01-01'), article_id)) as article_id
    from shown
    group by all
)
select
    shown.story_id,
    shown.outlet_name,
    outlet.level,
    outlet.level_rank,
    shown.first_published_at,
    shown.article_id
from first_shown as shown
join core.outlet as outlet using (county_code, outlet_name)
