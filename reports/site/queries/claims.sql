-- What the towns claim of the same thing, side by side, each with its sentence; those claimed by most towns first.
select
    county_code,
    place_code,
    period_kind,
    period_key(period_kind, period_start_date) as period,
    concat_ws('', indicator, '（' || nullif(unit, '') || '）') as indicator,
    latest_value,
    unit,
    bound,
    claimed_date,
    claims,
    peer_rank,
    sentence[:240] as sentence,
    url,
    coverage_share
from mart.claim_benchmark
where county_code in $counties and place_kind = 'town'
order by
    county_code,
    period_kind,
    period_start_date,
    count(latest_value) over (
        partition by county_code, period_kind, period_start_date, mart.claim_benchmark.indicator, unit
    ) desc,
    mart.claim_benchmark.indicator,
    unit,
    period_start_date,
    period_kind,
    peer_rank nulls last,
    place_code,
    period_kind,
    period_start_date
