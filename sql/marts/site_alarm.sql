-- Alarms: what changed for the worse at a site or in a column, since when, and a page that shows it. What the county file
-- says to ignore is left out, and a column's alarm where its whole site has the same. | 告警：网站或栏目的异常、始于何时、示例网址。
-- 配置文件声明忽略的类别不列；全站已有同类告警时不再逐栏目列出。
-- column county_code: County | 县代码
-- column county_name: Its name | 县名
-- column site_key: Site; null where it is about the whole county | 网站；空为全县
-- column site_name: Its name | 网站名称
-- column column_name: Column; null where it is about the whole site | 栏目；空为全站
-- column kind: closed, links, silence, volume, articles, title, time, author, source, editor, body, fallback or template
--   | 类别：无法读取、列表为空、静默、数量下降、总数不足、各字段缺失、兜底正文、页面改版
-- column since_date: Since when | 始于
-- column before_value: What was before, or is expected | 此前或期望的值
-- column now_value: What is now | 现值
-- column example_url: A page that shows it | 示例网址
-- column sentence: All of it in an English sentence | 英文说明
-- column sentence_zh: The same in Chinese | 中文说明
-- check every_alarm_once: select county_code, site_key, column_name, kind from mart.site_alarm group by all having count(*) > 1
-- check every_alarm_says_what_it_is: select * from mart.site_alarm
--   where sentence is null or sentence_zh is null or since_date is null
select
    finding.county_code,
    watch.county_name,
    nullif(finding.site_key, '') as site_key,
    nullif(watch.site_name, '') as site_name,
    nullif(finding.column_name, '') as column_name,
    finding.kind,
    finding.since_date,
    finding.before_value,
    finding.now_value,
    finding.example_url,
    concat_ws(', ', if(finding.site_key = '', watch.county_name, watch.site_name), nullif(finding.column_name, ''))
    || ': ' || finding.says as sentence,
    concat_ws('·', if(finding.site_key = '', watch.county_name, watch.site_name), nullif(finding.column_name, ''))
    || '：' || finding.says_zh as sentence_zh
from core.finding as finding
join core.watch as watch using (county_code, site_key, column_name)
where not list_contains(watch.ignore, finding.kind)
and (finding.column_name = '' or not exists (
    select 1 from core.finding as whole
    where whole.county_code = finding.county_code and whole.site_key = finding.site_key
    and whole.column_name = '' and whole.kind = finding.kind
))
