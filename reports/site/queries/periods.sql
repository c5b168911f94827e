-- The periods that a county's pages can show, the newest first.
select distinct
    county_code,
    period_kind as kind,
    period_key(period_kind, period_start_date) as period,
    period_start_date,
    is_complete,
    coverage_share
from core.place_period
where county_code in $counties
order by county_code, period_start_date desc, kind
