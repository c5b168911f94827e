-- How much news each watched county, site and column had on each day that had any. | 各监测对象逐日新闻数（仅有新闻之日）。
-- column county_code: County | 县代码
-- column site_key: Site; empty for the whole county | 网站；空为全县
-- column column_name: Column; empty for the whole site | 栏目；空为全站
-- column news_date: Day | 日期
-- column items: Articles | 稿件数
-- column gap_days: Days since the day before that had any; null for the first | 距上一个有新闻日的天数；首日为空
-- check days_add_up: select county_code from core.news_day where site_key = '' group by county_code
--   having sum(items) <> (select count(*) from core.news_item as item where item.county_code = news_day.county_code)
with scoped as (
    select county_code, site_key, column_name, news_date from core.news_item where column_name <> ''
    union all
    select county_code, site_key, '', news_date from core.news_item
    union all
    select county_code, '', '', news_date from core.news_item
),
counted as (
    select county_code, site_key, column_name, news_date, count(*) as items
    from scoped
    group by all
)
select
    *,
    news_date - lag(news_date) over (partition by county_code, site_key, column_name order by news_date) as gap_days
from counted
