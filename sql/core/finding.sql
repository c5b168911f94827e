-- What is found to be wrong with watched counties, sites and columns, wanted or not; `mart.site_alarm` tells what is wanted.
-- A comparison with what was usual is a finding where chance would bring it less than once in 10,000 looks (fields: in
-- 100,000, for there are more of them). Where the county file expects something, that alone counts.
-- | 监测到的全部异常（含不需要的类别）。与常态比较时，偶然出现的概率低于万分之一（字段为十万分之一）才算；县配置文件另有期望者只按期望判断。
-- column county_code: County | 县代码
-- column site_key: Site; empty for the whole county | 网站；空为全县
-- column column_name: Column; empty for the whole site | 栏目；空为全站
-- column kind: closed, links, silence, volume, articles, title, time, author, source, editor, body, fallback or template
--   | 类别：无法读取、列表为空、静默、数量下降、总数不足、各字段缺失、兜底正文、页面改版
-- column since_date: Since when | 始于
-- column before_value: What was before, or is expected | 此前或期望的值
-- column now_value: What is now | 现值
-- column example_url: A page that shows it | 示例网址
-- column says: What changed, in English | 英文说明
-- column says_zh: The same in Chinese | 中文说明
-- check everything_once: select county_code, site_key, column_name, kind from core.finding group by all having count(*) > 1
with newest as (
    select county_code, site_key, column_name, max(news_date) as last_date, sum(items)::bigint as articles
    from core.news_day
    group by all
),
shown as (
    select
        newest.county_code, newest.site_key, newest.column_name, newest.last_date, newest.articles,
        min(article.url) as newest_url
    from newest
    join core.news_item as item
        on item.county_code = newest.county_code and item.news_date = newest.last_date
        and (newest.site_key = '' or item.site_key = newest.site_key)
        and (newest.column_name = '' or item.column_name = newest.column_name)
    join core.article as article using (article_id)
    group by all
),
paced as (
    select
        pace.*,
        watch.silent_days_max is null and stretch = 'silence' and pace.site_key <> ''
        and chance < 0.0001 and until_date - since_date + 1 > coalesce(longest_gap_days, 0) as is_silence,
        coalesce(watch.week_min, watch.silent_days_max) is null and stretch <> 'silence' and pace.site_key <> ''
        and chance < 0.0001 and items between 1 and 0.4 * expected_items
        and not bool_or(is_silence) over (partition by county_code, site_key, column_name) as is_volume
    from core.news_pace as pace
    join core.watch as watch using (county_code, site_key, column_name)
),
field_told as (
    select * from (values
        ('title', 'a title', '标题'), ('time', 'a time of publication', '发布时间'), ('author', 'an author', '作者'),
        ('source', 'a source', '来源'), ('editor', 'an editor', '编辑'), ('body', 'text', '正文'),
        ('fallback', 'text that is not by the last resort', '非兜底方法得到的正文'),
        ('template', 'the template of those before', '此前的页面模板')
    ) as told (field, field_en, field_zh)
),
expected as (
    select
        fill.*, field_en, field_zh, watch.today_date,
        try_cast(json_extract_string(watch.fill_min, '$.' || field) as double) as share_min
    from core.field_fill as fill
    join core.watch as watch using (county_code, site_key, column_name)
    join field_told using (field)
)
select
    answer.county_code, answer.site_key, answer.column_name, 'closed' as kind,
    failing_since::date as since_date,
    coalesce(strftime(read_at, '%Y-%m-%d'), 'never read') as before_value,
    reason || coalesce(' ' || status, '') as now_value,
    failing_url as example_url,
    format('its lists cannot be read ({}), {} times since {}; {}.', now_value, failures, since_date,
        coalesce('last read on ' || read_at::date, 'they never could be')) as says,
    format('列表无法读取（{}），自 {} 起已 {} 次；{}。', now_value, since_date, failures,
        coalesce('上次读取 ' || read_at::date, '从未读取成功')) as says_zh
from core.list_answer as answer
join core.watch as watch using (county_code, site_key, column_name)
where failing_since::date < today_date
union all
select
    answer.county_code, answer.site_key, answer.column_name, 'links',
    empty_since::date, links_before::integer::varchar, '0', watch.list_url,
    format('its list shows no articles since {}; it used to show {}.', empty_since::date, links_before::integer),
    format('列表自 {} 起不再列出稿件，此前为 {} 条。', empty_since::date, links_before::integer)
from core.list_answer as answer
join core.watch as watch using (county_code, site_key, column_name)
where empty_since is not null and links_before >= 3
union all
select
    paced.county_code, paced.site_key, paced.column_name, 'silence',
    since_date, '≤ ' || coalesce(longest_gap_days, 0), (until_date - since_date + 1)::varchar, newest_url,
    format('no news for {} days, since {}; as before it would have had {:.0f} articles (longest gap before: {} d).',
        until_date - since_date + 1, since_date, expected_items, coalesce(longest_gap_days, 0)),
    format('自 {} 起 {} 天无新稿；按此前节奏应有 {:.0f} 篇，最长间隔 {} 天。',
        since_date, until_date - since_date + 1, expected_items, coalesce(longest_gap_days, 0))
from paced
join shown using (county_code, site_key, column_name)
where is_silence
union all
select
    county_code, site_key, column_name, 'silence',
    last_date + 1, '≤ ' || silent_days_max, (today_date - last_date)::varchar, newest_url,
    format('no news for {} days, since {}; its file expects at most {}.', today_date - last_date, last_date + 1, silent_days_max),
    format('自 {} 起 {} 天无新稿；配置文件要求至多 {} 天。', last_date + 1, today_date - last_date, silent_days_max)
from core.watch
join shown using (county_code, site_key, column_name)
where today_date - last_date > silent_days_max
union all
select
    paced.county_code, paced.site_key, paced.column_name, 'volume',
    max(since_date), round(arg_min(expected_items, chance))::integer::varchar, arg_min(items, chance)::varchar, any_value(newest_url),
    format('{} articles in {} days, since {}; as before it would have had {:.0f}.', arg_min(items, chance),
        arg_min(until_date - since_date + 1, chance), arg_min(since_date, chance), arg_min(expected_items, chance)),
    format('自 {} 起 {} 天仅 {} 篇；按此前节奏应有 {:.0f} 篇。', arg_min(since_date, chance),
        arg_min(until_date - since_date + 1, chance), arg_min(items, chance), arg_min(expected_items, chance))
from paced
join shown using (county_code, site_key, column_name)
where is_volume
group by all
union all
select
    watch.county_code, watch.site_key, watch.column_name, 'volume',
    until_date - 6, '≥ ' || week_min, items::varchar, newest_url,
    format('{} articles in 7 days, since {}; its file expects at least {}.', items, until_date - 6, week_min),
    format('自 {} 起 7 天仅 {} 篇；配置文件要求至少 {} 篇。', until_date - 6, items, week_min)
from core.watch as watch
join core.news_pace as pace using (county_code, site_key, column_name)
join shown using (county_code, site_key, column_name)
where pace.stretch = 'week' and items < week_min
union all
select
    county_code, site_key, column_name, 'articles',
    today_date, '≥ ' || articles_min, coalesce(articles, 0)::varchar, coalesce(newest_url, list_url),
    format('{} articles; its file expects at least {}.', coalesce(articles, 0), articles_min),
    format('共 {} 篇稿件；配置文件要求至少 {} 篇。', coalesce(articles, 0), articles_min)
from core.watch
left join shown using (county_code, site_key, column_name)
where coalesce(articles, 0) < articles_min and today_date is not null
union all
select
    county_code, site_key, column_name, field,
    lacking_since::date, '≥ ' || round(100 * share_min)::integer || ' %', round(100 * share_now)::integer || ' %', example_url,
    format('{:.0f} % of its newest {} articles have {}; its file expects {:.0f} %.', 100 * share_now, articles_now, field_en, 100 * share_min),
    format('最新 {} 篇中 {:.0f}% 有{}；配置文件要求 {:.0f}%。', articles_now, 100 * share_now, field_zh, 100 * share_min)
from expected
where share_now < share_min and articles_now >= 5
union all
select
    county_code, site_key, column_name, field,
    lacking_since::date, round(100 * share_before)::integer || ' %', round(100 * share_now)::integer || ' %', example_url,
    format('{:.0f} % of its newest {} articles have {}, since {}; before it was {:.0f} %.',
        100 * share_now, articles_now, field_en, lacking_since::date, 100 * share_before),
    format('自 {} 起，最新 {} 篇中 {:.0f}% 有{}，此前为 {:.0f}%。',
        lacking_since::date, articles_now, 100 * share_now, field_zh, 100 * share_before)
from expected
where share_min is null and chance < 0.00001
