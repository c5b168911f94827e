-- When each site was last in a run, and when a run last read it to its end: lists that are as they were leave no answer.
-- | 各网站最近一次运行及最近一次完整读取的时间（列表未变时不留应答记录）。
-- column county_code: County | 县代码
-- column site_key: Site | 网站
-- column run_at: When a run was last to read it | 最近一次运行的时间
-- column read_at: When a run last asked it and was neither stopped nor interrupted; null for never | 最近一次完整读取的时间；从未则为空
-- check every_site_once: select county_code, site_key from core.site_run group by all having count(*) > 1
with counted as (
    select started_at, counts, unnest(json_keys(counts)) as site_key
    from raw.run
    where what = 'ingest' and counts is not null and json_type(counts) = 'OBJECT'
),
told as (
    select site_key, started_at, json_extract(counts, '$."' || site_key || '"') as told
    from counted
)
select
    site.county_code,
    site.site_key,
    max(told.started_at) as run_at,
    max(told.started_at) filter (
        json_extract_string(told.told, '$.stopped') is null
        and coalesce(try_cast(json_extract_string(told.told, '$.requests') as integer), 0) > 0
        and json_extract_string(told.told, '$.interrupted') is distinct from 'true'
    ) as read_at
from raw.site as site
join told using (site_key)
group by all
