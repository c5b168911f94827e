-- Points by the level of the outlets, in each scheme.
select
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
where county_code = $county_code
order by period_kind, period_start_date, scheme, place_code
