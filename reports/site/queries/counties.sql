-- Every county of which a site is known, for the first page.
select
    county.county_code,
    county.county_name,
    county.first_published_date,
    county.newest_published_date,
    output.stories,
    output.publications,
    output.coverage_share,
    inequality.silent_places,
    inequality.places
from core.county as county
left join mart.output_rank as output on output.place_code = county.county_code and output.period_kind = 'all'
left join mart.inequality as inequality on inequality.group_code = county.county_code and inequality.period_kind = 'all'
where county.county_code in (select county_code from core.site)
order by county.county_code
