-- Every place in every period with every topic: the stories that touch it, their rank among the towns, the share.
select
    county_code,
    place_code,
    place_kind,
    period_kind,
    period_key(period_kind, period_start_date) as period,
    topic,
    rank() over (peers order by stories desc) as peer_rank,
    stories,
    stories - lag(stories) over (
        partition by place_code, period_kind, topic order by period_start_date
    ) as stories_change,
    stories_mainly,
    topic_share,
    peer_topic_share,
    location_quotient,
    coverage_share
from mart.topic_share
where county_code in $counties
window peers as (partition by county_code, place_kind, period_kind, period_start_date, topic)
order by county_code, period_start_date, period_kind, place_code, topic
