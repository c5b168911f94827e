-- How unevenly the towns publish, period by period.
select
    group_code as county_code,
    'towns' as place_code, -- its stories are those of towns, not of the county at large
    period_kind,
    period_key(period_kind, period_start_date) as period,
    stories,
    gini,
    hhi,
    top_share,
    top_place_code,
    silent_places,
    places,
    coverage_share
from mart.inequality
where group_code in $counties
order by county_code, period_start_date, period_kind
