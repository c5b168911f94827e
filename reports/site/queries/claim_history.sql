-- The newest claims of each town with what it claimed of the same thing before.
select
    county_code,
    place_code,
    concat_ws('', part_of || '：', indicator, '（' || nullif(unit, '') || '）') as indicator,
    claimed_date,
    value,
    unit,
    bound,
    change,
    previous_value,
    sentence[:160] as sentence,
    url
from mart.claim_history
where county_code in $counties and place_kind = 'town'
qualify row_number() over (partition by place_code order by claimed_date desc nulls last, story_id, position) <= 150
order by
    county_code,
    count(*) over (partition by place_code, mart.claim_history.indicator, unit, part_of) desc,
    mart.claim_history.indicator,
    unit,
    claimed_date desc nulls last,
    story_id,
    position
