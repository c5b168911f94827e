-- How each county, site and column that is read is doing, now and before: news, links on its list, fields that are found,
-- template, closed doors. What is wrong of it stands in `mart.site_alarm`; how many fields were found in all the time, in
-- `mart.site_field_fill`. | 各县、网站、栏目的健康状况：发稿量、列表链接数、字段识别率、页面模板、被拒情况，现状与此前对比。
-- column county_code: County | 县代码
-- column county_name: Its name | 县名
-- column site_key: Site; null for the whole county | 网站；空为全县
-- column site_name: Its name | 网站名称
-- column column_name: Column; null for the whole site | 栏目；空为全站
-- column today_date: Day as of which this is: the county was last read on it | 数据截止日：该县最近一次采集
-- column alarms: Alarms about it | 告警数
-- column read_at: When its list was last read well | 列表最近一次正常读取
-- column failures: Readings in vain since then | 其后失败次数
-- column walls_7_days: Answers of the last seven days that closed the door (challenge, refused, login, robots) | 近七天被拒的应答数
-- column articles: Articles in the warehouse | 入库稿件数
-- column last_news_date: Day of its newest article | 最新稿件日期
-- column silent_days: Days from it to the last whole day that was read | 至最后读取整日的天数
-- column median_gap_days: Usual gap between days with news | 通常的发稿间隔（天）
-- column longest_gap_days: Longest such gap in the year before | 此前一年最长间隔（天）
-- column week_items: Articles in the last seven whole days | 近七天稿件数
-- column week_expected: What it would have had as in the half year before | 按此前半年节奏应有数
-- column month_items: Articles in the last 28 whole days | 近 28 天稿件数
-- column month_expected: What it would have had as before | 按此前节奏应有数
-- column links_now: Links on the first list page | 列表首页链接数
-- column links_before: Links that it showed before | 此前链接数
-- column title_share: Share of the newest 20 articles with a title, 0 to 1 | 最新 20 篇有标题的占比
-- column title_share_before: The same of up to 200 before | 此前至多 200 篇的占比
-- column time_share: With a time of publication | 有发布时间的占比
-- column time_share_before: The same before | 此前
-- column author_share: With an author | 有作者的占比
-- column author_share_before: The same before | 此前
-- column source_share: With a source | 有来源的占比
-- column source_share_before: The same before | 此前
-- column editor_share: With an editor | 有编辑的占比
-- column editor_share_before: The same before | 此前
-- column body_share: With text, of those that are text | 文字稿中有正文的占比
-- column body_share_before: The same before | 此前
-- column fallback_share: With a text that only the last resort found | 正文由兜底方法得到的占比
-- column fallback_share_before: The same before | 此前
-- column template_share: Built as pages before them were | 页面结构与此前一致的占比
-- column template_since_date: When the first of the newest 20 that is built otherwise was fetched | 页面结构不同者的最早抓取日
-- check everything_that_is_watched_once: select * from (
--   select (select count(*) from mart.site_health) as found, (select count(*) from raw.watch) as watched) where found <> watched
-- check all_alarms_are_counted: select * from (select sum(alarms) as counted from mart.site_health)
--   where counted <> (select count(*) from mart.site_alarm)
with alarm as (
    select county_code, coalesce(site_key, '') as site_key, coalesce(column_name, '') as column_name, count(*) as alarms
    from mart.site_alarm
    group by all
),
news as (
    select county_code, site_key, column_name, sum(items)::bigint as articles, max(news_date) as last_news_date
    from core.news_day
    group by all
),
pace as (
    select
        county_code, site_key, column_name,
        max(until_date) as until_date,
        max(median_gap_days) filter (stretch = 'silence') as median_gap_days,
        max(longest_gap_days) filter (stretch = 'silence') as longest_gap_days,
        max(items) filter (stretch = 'week') as week_items,
        max(expected_items) filter (stretch = 'week') as week_expected,
        max(items) filter (stretch = 'month') as month_items,
        max(expected_items) filter (stretch = 'month') as month_expected
    from core.news_pace
    group by all
),
fill as (
    select
        county_code, site_key, column_name,
        map_from_entries(list({'key': field, 'value': share_now})) as share_now,
        map_from_entries(list({'key': field, 'value': share_before})) as share_before,
        (max(lacking_since) filter (field = 'template'))::date as template_since_date
    from core.field_fill
    group by all
)
select
    watch.county_code,
    watch.county_name,
    nullif(watch.site_key, '') as site_key,
    nullif(watch.site_name, '') as site_name,
    nullif(watch.column_name, '') as column_name,
    watch.today_date,
    coalesce(alarm.alarms, 0) as alarms,
    answer.read_at,
    answer.failures,
    answer.walls_7_days,
    coalesce(news.articles, 0) as articles,
    news.last_news_date,
    greatest(0, pace.until_date - news.last_news_date) as silent_days,
    pace.median_gap_days,
    pace.longest_gap_days,
    pace.week_items,
    pace.week_expected,
    pace.month_items,
    pace.month_expected,
    answer.links_now,
    answer.links_before,
    fill.share_now['title'] as title_share,
    fill.share_before['title'] as title_share_before,
    fill.share_now['time'] as time_share,
    fill.share_before['time'] as time_share_before,
    fill.share_now['author'] as author_share,
    fill.share_before['author'] as author_share_before,
    fill.share_now['source'] as source_share,
    fill.share_before['source'] as source_share_before,
    fill.share_now['editor'] as editor_share,
    fill.share_before['editor'] as editor_share_before,
    fill.share_now['body'] as body_share,
    fill.share_before['body'] as body_share_before,
    1 - fill.share_now['fallback'] as fallback_share,
    1 - fill.share_before['fallback'] as fallback_share_before,
    fill.share_now['template'] as template_share,
    fill.template_since_date
from core.watch as watch
left join alarm using (county_code, site_key, column_name)
left join core.list_answer as answer using (county_code, site_key, column_name)
left join news using (county_code, site_key, column_name)
left join pace using (county_code, site_key, column_name)
left join fill using (county_code, site_key, column_name)
