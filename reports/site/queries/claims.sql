-- What the towns claim of the same thing, side by side, each with its sentence; those claimed by most towns first.
select
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
where county_code = $county_code and place_kind = 'town'
order by
    count(latest_value) over (partition by period_kind, period_start_date, mart.claim_benchmark.indicator, unit) desc,
    mart.claim_benchmark.indicator,
    unit,
    peer_rank nulls last,
    place_code,
    period_kind,
    period_start_date
