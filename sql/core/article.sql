-- Articles as they stand now: the current version of each, whatever its kind.
-- column article_id: Hash of the canonical URL
-- column version: Number of the current version; above 1 the site has changed it
-- column county_code: County it is read for
-- column site_key: Site that carries it
-- column column_name: Column of the site that listed it
-- column url: Address
-- column title: Headline
-- column published_at: Time of publication as printed; null where the page states none
-- column published_precision: second, minute or day
-- column published_date: Day of publication
-- column month_date: First day of the month of publication
-- column source: Source as printed
-- column body: Text
-- column body_chars: Length of the text in characters
-- column kind: text, gallery, video, file or redirect
-- column author_count: Credited authors
-- column editor_count: Credited editors
-- column first_fetched_at: When this version was first fetched
-- column gone_at: When the site was first found not to have it any more; null while it has it
-- check every_article_once: select article_id from core.article group by all having count(*) > 1
-- check no_article_is_lost: select article_id from raw.article
--   where article_id not in (select article_id from core.article)
with credit as (
    select
        article_id,
        version,
        count(*) filter (role = 'author') as author_count,
        count(*) filter (role = 'editor') as editor_count
    from raw.person
    group by all
),
answer as (
    -- Within a second, the place in the archive tells which came first.
    select
        link_id, fetched_at,
        row(fetched_at, archive_file, archive_offset) as position,
        coalesce(reason in ('not_found', 'soft_404'), false) as is_gone
    from raw.fetch
    where role = 'article' and (reason is null or reason in ('not_found', 'soft_404'))
),
present as (
    select link_id, max(position) as present_until from answer where not is_gone group by link_id
),
gone as (
    select answer.link_id, min(answer.fetched_at) as gone_at
    from answer
    left join present using (link_id)
    where answer.is_gone and (present.present_until is null or answer.position > present.present_until)
    group by answer.link_id
)
select
    article.article_id,
    article.version,
    article.county_code,
    article.site_key,
    article.column_name,
    article.url,
    article.title,
    article.published_at,
    article.published_precision,
    article.published_at::date as published_date,
    date_trunc('month', article.published_at)::date as month_date,
    article.source,
    article.body,
    article.body_chars,
    article.kind,
    coalesce(credit.author_count, 0) as author_count,
    coalesce(credit.editor_count, 0) as editor_count,
    article.first_fetched_at,
    gone.gone_at
from raw.article as article
left join credit using (article_id, version)
left join gone on gone.link_id = article.article_id
where article.is_current
