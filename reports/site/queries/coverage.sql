-- How completely each site was crawled, month by month.
select
    county_code,
    coverage.site_key,
    site.site_name,
    strftime(coverage.month_date, '%Y-%m') as period,
    coverage.links,
    coverage.articles,
    coverage.lost,
    coverage.coverage_share
from core.coverage as coverage
join core.site as site using (county_code, site_key)
where county_code in $counties
order by county_code, coverage.month_date, coverage.site_key
