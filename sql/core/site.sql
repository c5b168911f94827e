-- Sites that are read. | 所读的网站。
-- column site_key: Key of the site in its county file | 县文件中的网站代号
-- column county_code: County the site is read for | 所属县代码
-- column site_name: Name as the site gives it | 网站名称
-- column url: Address of the home page | 首页网址
-- column level: central, province, city or county | 级别：中央、省、市、县
-- column kind: government or media | 政府或媒体
-- check levels_are_known: select * from core.site where level not in ('central', 'province', 'city', 'county')
select site_key, county_code, site_name, url, level, kind
from raw.site
