-- What is watched: each county that is read, its sites and their columns as the county files name them, with what these
-- files expect. An empty key stands for the whole: a site's row has no column, a county's no site.
-- | 监测对象：县、网站、栏目及县配置文件中的期望。键为空表示整体：网站行无栏目，县行无网站。
-- column county_code: County | 县代码
-- column county_name: Its name | 县名
-- column site_key: Site; empty for the whole county | 网站；空为全县
-- column site_name: Its name | 网站名称
-- column column_name: Column; empty for the whole site | 栏目；空为全站
-- column list_id: Link of the column's first list page | 栏目列表首页的链接标识
-- column list_url: Its address; that of the site for a whole site | 其网址；全站行为网站首页
-- column today_date: Day on which the county was last read; everything is as of this day | 该县最近一次采集日；各项指标以此日为准
-- column articles_min: Expected: articles at least | 期望：稿件总数下限
-- column silent_days_max: Expected: days without news at most | 期望：最长静默天数
-- column week_min: Expected: articles in seven days at least | 期望：七天稿件数下限
-- column fill_min: Expected: for each field the least share of articles that have it | 期望：各字段识别率下限
-- column ignore: Kinds of alarms that are not wanted | 不需要的告警类别
-- check everything_once: select county_code, site_key, column_name from core.watch group by all having count(*) > 1
with known as (
    select county_code, max(moment)::date as today_date
    from (
        select county_code, fetched_at as moment from raw.fetch
        union all
        select county_code, run_at from core.site_run
    )
    group by county_code
)
select
    watch.county_code,
    county.county_name,
    watch.site_key,
    coalesce(site.site_name, '') as site_name,
    watch.column_name,
    watch.list_id,
    coalesce(watch.list_url, site.url) as list_url,
    known.today_date,
    watch.articles_min,
    watch.silent_days_max,
    watch.week_min,
    watch.fill_min,
    watch.ignore
from raw.watch as watch
join raw.county as county using (county_code)
left join raw.site as site using (county_code, site_key)
left join known using (county_code)
