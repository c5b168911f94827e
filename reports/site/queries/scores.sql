-- Points by the level of the outlets, in each scheme.
select
    county_code,
    place_code,
    place_kind,
    period_key(period_kind, period_start_date) as period,
    scheme,
    peer_rank,
    best_points,
    adoption_rank,
    adoption_points,
    stories,
    coverage_share
from mart.weighted_score
where county_code in $counties
order by county_code, period_start_date, period_kind, scheme, place_code
