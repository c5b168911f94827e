-- Links that became no article, by reason: nothing disappears silently. | 未成稿件的链接及原因，不遗漏任何一条。
-- column county_code: County | 县代码
-- column site_key: Site | 网站
-- column role: list, article or part | 列表页、稿件或分页
-- column reason: Why, in one word | 原因（代号）
-- column links: Links lost for that reason | 因此丢失的链接数
-- column link_share: Share of all links of the site with that role, 0 to 1 | 占该网站同类链接的比例
-- column example_url: One of them | 示例网址
-- column example_detail: What happened to it, in one sentence | 示例说明
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
