-- How often claims fall, double, or stay the same for a year.
select
    county_code,
    place_code,
    place_kind,
    period_key(period_kind, period_start_date) as period,
    stories as claiming_stories,
    claims,
    fell,
    doubled,
    repeated,
    flagged_share,
    coverage_share
from mart.claim_drift
where county_code in $counties
order by county_code, period_start_date, period_kind, flagged_share desc nulls last, place_code
