-- Towns of the counties that are read, silent ones too. | 所读各县的全部乡镇街道，含未发稿者。
-- column town_code: Nine-digit division code | 九位区划代码
-- column town_name: Official name | 乡镇名称
-- column county_code: County the town belongs to | 所属县代码
-- column county_name: Name of that county | 所属县名
-- check every_town_once: select town_code from core.town group by all having count(*) > 1
select town.town_code, town.town_name, town.county_code, county.county_name
from raw.town as town
join raw.county as county using (county_code)
