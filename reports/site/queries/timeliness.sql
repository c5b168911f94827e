-- How soon stories are reprinted and events told.
select
    county_code,
    place_code,
    place_kind,
    period_key(period_kind, period_start_date) as period,
    stories,
    reprints,
    median_lag_hours,
    ninetieth_lag_hours,
    within_24_hours_share,
    median_event_lag_days,
    coverage_share
from mart.timeliness
join mart.reprints using (place_code, place_kind, county_code, period_kind, period_start_date, stories, coverage_share)
where county_code in $counties
order by county_code, period_start_date, period_kind, within_24_hours_share desc nulls last, place_code
