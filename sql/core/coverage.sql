-- For each site and month: was it crawled, how completely. A number of a month says as much as the crawl behind it.
-- | 各网站各月的采集覆盖：是否采集、采集到多少。
-- column county_code: County | 县代码
-- column site_key: Site | 网站
-- column month_date: First day of the month | 月份首日
-- column links: Links to articles of the month, by their own day or by the list's | 该月稿件链接数
-- column articles: Of those, loaded | 已入库数
-- column lost: Of those, lost for a reason that the ledger tells | 已知原因的丢失数
-- column columns: Columns of the site of which anything is known | 已知栏目数
-- column list_share: Share of days of the month, over all columns, from which all links are known, 0 to 1; null where no list says how far back it is known | 栏目列表覆盖天数占比；未知则为空
-- column coverage_share: That share, times the share of the links that were loaded, 0 to 1 | 覆盖率：列表占比乘以入库占比
-- column is_crawled: Whether any of the month is covered | 该月是否采集过
-- check coverage_is_a_share: select * from core.coverage where coverage_share not between 0 and 1
-- check every_site_in_all_months: select county_code from core.coverage group by all
--   having count(*) <> count(distinct site_key) * count(distinct month_date)
with month as (
    select county_code, month_date::date as month_date, last_day(month_date::date) as last_date
    from core.county
    cross join unnest(
        generate_series(date_trunc('month', first_published_date)::timestamp, newest_published_date::timestamp, interval 1 month)
    ) as series (month_date)
    where first_published_date is not null
),
linked as (
    select
        link.county_code,
        link.site_key,
        date_trunc('month', coalesce(appearance.published_date, link.listed_date))::date as month_date,
        count(*) as links,
        count(appearance.article_id) as articles,
        count(*) filter (link.state = 'lost') as lost
    from raw.link as link
    left join core.appearance as appearance on appearance.article_id = link.link_id
    where link.role = 'article'
    group by all
),
listed as (
    select
        month.county_code,
        known.site_key,
        month.month_date,
        count(*) as columns,
        avg(
            -- A list known from the 10th and read on the 20th covers eleven days of the month.
            greatest(0, least(last_date, known.covered_at::date) - greatest(month.month_date, known.covered_since) + 1)
            / (least(last_date, greatest(county.newest_published_date, known.covered_at::date)) - month.month_date + 1)
        ) as list_share
    from month
    join core.county as county using (county_code)
    join raw.column_coverage as known using (county_code)
    group by all
)
select
    month.county_code,
    site.site_key,
    month.month_date,
    coalesce(linked.links, 0) as links,
    coalesce(linked.articles, 0) as articles,
    coalesce(linked.lost, 0) as lost,
    coalesce(listed.columns, 0) as columns,
    listed.list_share,
    listed.list_share * coalesce(linked.articles / nullif(linked.links, 0), 1) as coverage_share,
    coalesce(coverage_share > 0, linked.articles > 0, false) as is_crawled
from month
join core.site as site using (county_code)
left join linked using (county_code, site_key, month_date)
left join listed using (county_code, site_key, month_date)
