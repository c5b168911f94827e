-- Pairs of towns, from each side: how alike their topics are, and how many stories share their text.
select
    county_code,
    place_code,
    other_place_code,
    period_key(period_kind, period_start_date) as period,
    topic_cosine,
    shared_text_stories,
    shared_text_share,
    stories,
    other_stories,
    coverage_share
from (
    from mart.similarity
    union all by name
    select * replace (
        other_place_code as place_code,
        place_code as other_place_code,
        stories as other_stories,
        other_stories as stories
    )
    from mart.similarity
)
where county_code in $counties and place_kind = 'town' and period_kind in ('year', 'all')
order by county_code, period_start_date, period_kind, place_code, topic_cosine desc nulls last, other_place_code
