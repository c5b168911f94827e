-- Whether few or many write; nobody is named.
select
    county_code,
    place_code,
    place_kind,
    period_key(period_kind, period_start_date) as period,
    stories,
    authors,
    regular_authors,
    top_author_share,
    hhi,
    anonymous_stories,
    coverage_share
from mart.author_concentration
where county_code in $counties
order by county_code, period_start_date, period_kind, authors desc, place_code
