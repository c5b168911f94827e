-- Every place in every period: what it published, how that ranks, how silent it was.
select
    output.county_code,
    output.place_code,
    output.place_kind,
    output.period_kind,
    period_key(output.period_kind, output.period_start_date) as period,
    output.peer_rank,
    output.peer_rank_change,
    output.stories,
    output.stories_change,
    output.story_share,
    output.stories_per_10000_residents,
    output.publications,
    output.reprints,
    reprint.stories_above_county,
    silence.last_story_date,
    silence.longest_gap_days,
    silence.is_silent,
    output.coverage_share
from mart.output_rank as output
join mart.reprints as reprint using (place_code, period_kind, period_start_date)
join mart.silence as silence using (place_code, period_kind, period_start_date)
where output.county_code in $counties
order by output.county_code, output.period_start_date, output.period_kind, output.place_code
