-- How the list pages of each watched column, and of each site's columns together, answer: the last good answer, what has
-- been wrong since, and how many links the first page shows now and before.
-- | 各栏目（及全站）列表页的应答：最近一次正常应答、其后的异常，以及首页链接数的现状与此前水平。
-- column county_code: County | 县代码
-- column site_key: Site | 网站
-- column column_name: Column; empty for the whole site | 栏目；空为全站
-- column read_at: When a list page was last read well, or a run found it as it was; null for never
--   | 列表最近一次正常读取（或确认未变）的时间；从未则为空
-- column failing_since: When it was first read in vain since then; null while all is well | 其后首次失败的时间；正常则为空
-- column failures: How often since then | 其后失败次数
-- column reason: Why, the last time | 最近一次失败的原因
-- column status: HTTP status of that answer; null where there was none | 该应答的 HTTP 状态码；无应答则为空
-- column failing_url: Address of that answer | 该应答的网址
-- column walls_7_days: Answers of the last seven days that closed the door (challenge, refused, login, robots), of all pages
--   | 近七天被拒的应答数（验证墙、拒绝、登录、robots）
-- column links_now: Links on the newest first page that was answered in full; null for a whole site | 最近完整应答的首页链接数；全站为空
-- column links_before: Middle of the last 30 first pages before it that showed any | 此前 30 次非空首页链接数的中位数
-- column empty_since: When it was first answered without any link; null while it shows some | 首次无链接的时间；有链接则为空
-- check everything_once: select county_code, site_key, column_name from core.list_answer group by all having count(*) > 1
with answer as (
    select
        watch.county_code, watch.site_key, watch.column_name,
        asked.fetched_at, asked.reason, asked.status, asked.url,
        row(asked.fetched_at, asked.archive_file, asked.archive_offset) as position,
        case
            when asked.reason is null then asked.links
            when asked.reason in ('soft_404', 'empty', 'not_html', 'unreadable') then 0
        end as links
    from raw.fetch as asked
    join core.watch as watch
        on watch.county_code = asked.county_code
        and watch.site_key = asked.site_key
        and watch.list_id = asked.link_id
    where asked.role = 'list'
),
scoped as (
    select * from answer
    union all
    select * replace ('' as column_name, null as links) from answer
),
-- A list that is as it was leaves no answer: that its site was read to the end, and the list did not fail, says so.
good as (
    select
        answer.county_code, answer.site_key, answer.column_name,
        max(fetched_at) filter (reason is null) as answered_at,
        max(fetched_at) filter (reason is not null) as failed_at,
        if(answered_at is null or failed_at > answered_at, answered_at, greatest(answered_at, any_value(run.read_at))) as read_at
    from answer
    left join core.site_run as run using (county_code, site_key)
    group by all
),
reached as (
    select county_code, site_key, column_name, read_at from good where read_at is not null
    union all
    select county_code, site_key, '', max(read_at) from good where read_at is not null group by all
),
failing as (
    select
        scoped.county_code, scoped.site_key, scoped.column_name,
        min(fetched_at) as failing_since,
        count(*) as failures,
        arg_max(reason, position) as reason,
        arg_max(status, position) as status,
        arg_max(url, position) as failing_url
    from scoped
    left join reached using (county_code, site_key, column_name)
    where reason is not null and (read_at is null or fetched_at > read_at)
    group by all
),
shown as (
    select
        county_code, site_key, column_name, fetched_at, links,
        row_number() over (partition by county_code, site_key, column_name order by position desc) as back,
        max(fetched_at) filter (links > 0) over (partition by county_code, site_key, column_name) as shown_at
    from answer
    where links is not null
),
showing as (
    select
        county_code, site_key, column_name,
        max(links) filter (back = 1) as links_now,
        median(links) filter (back between 2 and 31 and links > 0) as links_before,
        min(fetched_at) filter (links = 0 and fetched_at > shown_at) as empty_since
    from shown
    group by all
),
wall as (
    select asked.county_code, asked.site_key, link.column_name, count(*) as walls
    from raw.fetch as asked
    join core.watch as watch on watch.county_code = asked.county_code and watch.site_key = ''
    left join raw.link as link using (link_id)
    where asked.reason in ('challenge', 'refused', 'login', 'robots') and asked.fetched_at::date > watch.today_date - 7
    group by all
),
walls as (
    select county_code, site_key, column_name, walls from wall where column_name <> ''
    union all
    select county_code, site_key, '', sum(walls) from wall group by all
)
select
    watch.county_code,
    watch.site_key,
    watch.column_name,
    reached.read_at,
    failing.failing_since,
    coalesce(failing.failures, 0) as failures,
    failing.reason,
    failing.status,
    failing.failing_url,
    coalesce(walls.walls, 0)::bigint as walls_7_days,
    showing.links_now,
    showing.links_before,
    showing.empty_since
from core.watch as watch
left join reached using (county_code, site_key, column_name)
left join failing using (county_code, site_key, column_name)
left join showing using (county_code, site_key, column_name)
left join walls using (county_code, site_key, column_name)
where watch.site_key <> ''
