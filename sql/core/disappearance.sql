-- Articles that their site does not have any more. | 网站上已消失的稿件。
-- column article_id: Article | 稿件
-- column gone_at: When the site was first found not to have it, since it was last there | 首次发现已不在网站上的时间
with answer as (
    -- Within a second, the place in the archive tells which came first.
    select
        link_id, fetched_at,
        row(fetched_at, archive_file, archive_offset) as position,
        coalesce(reason in ('not_found', 'soft_404'), false) as is_gone
    from raw.fetch
    where role = 'article' and (reason is null or reason in ('not_found', 'soft_404'))
),
-- Of few articles it was ever said: all others need no comparison.
suspect as (select distinct link_id from answer where is_gone),
present as (
    select link_id, max(position) as present_until
    from answer semi join suspect using (link_id)
    where not is_gone
    group by link_id
)
select answer.link_id as article_id, min(answer.fetched_at) as gone_at
from answer
left join present using (link_id)
where answer.is_gone and (present.present_until is null or answer.position > present.present_until)
group by answer.link_id
