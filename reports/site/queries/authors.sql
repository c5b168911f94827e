-- Whether few or many write; nobody is named.
select
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
where county_code = $county_code
order by period_kind, period_start_date, authors desc, place_code
