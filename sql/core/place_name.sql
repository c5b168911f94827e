-- Names as people type them, with the places that they may mean: 宋家镇, 白河县宋家镇, former and other names.
-- A name that several counties have means all of its towns. | 人们输入的地名及其所指：宋家镇、白河县宋家镇、旧称与异写；数县同名者全部列出。
-- column typed_name: Name, with or without county, city and province before it | 地名，可带县、市、省
-- column place_code: Town or county | 乡镇或县代码
-- column shown_name: Name that tells it from others of the same name: 白河县宋家镇 | 用于区分同名者的全称
-- check every_name_of_a_place_once: select typed_name, place_code from core.place_name group by all having count(*) > 1
-- check every_place_has_its_own_name: select place_code from core.place as place
--   anti join core.place_name as name on name.place_code = place.place_code and name.typed_name = place.place_name
with town as (
    select place_code, county_code, place_name as name from core.place where place_kind = 'town'
    union
    select place.place_code, place.county_code, alias.alias
    from core.place_alias as alias
    join core.place as place using (place_code)
),
before as (
    select
        county_code,
        unnest([
            '',
            county_name,
            coalesce(city_name, '') || county_name,
            coalesce(province_name, '') || coalesce(city_name, '') || county_name
        ]) as prefix
    from core.county
),
typed as (
    select before.prefix || town.name as typed_name, town.place_code
    from town
    join before using (county_code)
    union
    select prefix, county_code from before where prefix <> ''
)
select
    typed.typed_name,
    typed.place_code,
    case when place.place_kind = 'town' then place.county_name || place.place_name else place.place_name end as shown_name
from typed
join core.place as place using (place_code)
