-- Links that became no article, and why.
select
    losses.county_code,
    losses.site_key,
    coalesce(site.site_name, losses.site_key) as site_name,
    losses.role,
    losses.reason,
    losses.links,
    losses.link_share,
    losses.example_detail[:240] as example_detail,
    losses.example_url as url
from mart.site_losses as losses
left join core.site as site using (county_code, site_key)
where losses.county_code in $counties
order by losses.county_code, losses.links desc, losses.site_key, losses.role, losses.reason
