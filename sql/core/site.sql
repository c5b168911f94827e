-- Sites that are read.
-- column site_key: Key of the site in its county file
-- column county_code: County the site is read for
-- column site_name: Name as the site gives it
-- column url: Address of the home page
-- column level: central, province, city or county
-- column level_rank: 1 for county to 4 for central
-- column kind: government or media
select
    site_key,
    county_code,
    site_name,
    url,
    level,
    list_position(['county', 'city', 'province', 'central'], level) as level_rank,
    kind
from raw.site
