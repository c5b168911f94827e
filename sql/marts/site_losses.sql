-- Links that became no article, by reason: nothing disappears silently.
-- column county_code: County
-- column site_key: Site
-- column role: list, article or part
-- column reason: Why, in one word
-- column links: Links lost for that reason
-- column link_share: Share of all links of the site with that role, 0 to 1
-- column example_url: One of them
-- column example_detail: What happened to it, in one sentence
-- check nothing_lost_twice: select * from (select sum(links) as counted from mart.site_losses)
--   where counted <> (select count(*) from raw.link where state = 'lost')
with total as (
    select county_code, site_key, role, count(*) as all_links
    from raw.link
    group by all
)
select
    link.county_code,
    link.site_key,
    link.role,
    coalesce(link.reason, 'error') as reason,
    count(*) as links,
    count(*) / any_value(total.all_links) as link_share,
    arg_max(link.url, link.last_seen_at) as example_url,
    arg_max(link.detail, link.last_seen_at) as example_detail
from raw.link as link
join total using (county_code, site_key, role)
where link.state = 'lost'
group by all
