-- Outlets in which articles of a county appear: its sites, and the sources that articles name. Of a site its county file
-- says the level and the kind, whatever the source of that name is taken for.
-- | 刊载某县稿件的媒体与单位：所读网站与稿件所署稿源。网站的级别与类别以县文件为准。
-- column county_code: County that the articles are read for | 所属县代码
-- column outlet_name: Name | 名称
-- column level: central, province, city, county or town | 中央、省、市、县、乡镇
-- column level_rank: 0 for town to 4 for central | 级别序号：乡镇 0 至中央 4
-- column kind: media, government or other | 媒体、政府或其他
-- check every_outlet_once: select county_code, outlet_name from core.outlet group by all having count(*) > 1
-- check levels_are_known: select * from core.outlet where level_rank is null
with named as (
    select county_code, site_name as outlet_name, level, kind, 1 as trusted from core.site
    union all
    select county_code, outlet_name, level, kind, 2 from raw.source where outlet_name is not null
),
chosen as (
    select
        county_code,
        outlet_name,
        arg_min(level, (trusted, level)) as level,
        arg_min(kind, (trusted, kind)) as kind
    from named
    group by all
)
select chosen.county_code, chosen.outlet_name, chosen.level, level.level_rank, chosen.kind
from chosen
left join core.level as level using (level)
