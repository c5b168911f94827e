-- Who is compared: every town with the towns of its county, every county with the other counties.
-- | 比较对象：乡镇与本县各乡镇比，县与其他县比。
-- column place_code: Division code: nine digits for a town, six for a county | 区划代码：乡镇九位，县六位
-- column place_name: Official name | 名称
-- column place_kind: town or county | 乡镇或县
-- column county_code: County; for a county itself | 所属县代码；县则为自身
-- column county_name: Name of that county | 所属县名
-- column peer_group: Places of one group are ranked among each other: the county's code for towns, counties | 同组比较：乡镇为其县代码，县为 counties
-- column population: Residents, where sql/data/population.csv has them | 常住人口（sql/data/population.csv 有则填）
-- check every_place_once: select place_code from core.place group by all having count(*) > 1
-- check towns_and_counties: select * from core.place where place_kind not in ('town', 'county')
with named as (
    select town_code as place_code, town_name as place_name, 'town' as place_kind, county_code, county_name, county_code as peer_group
    from core.town
    union all
    select county_code, county_name, 'county', county_code, county_name, 'counties'
    from core.county
)
select named.*, population.population
from named
left join read_csv(
    getvariable('data_folder') || '/population.csv', header = true,
    columns = {'place_code': 'varchar', 'population': 'bigint'}
) as population using (place_code)
