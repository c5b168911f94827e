-- How long towns are silent. Ages are counted to the county's newest article, not to today, so that a county
-- that was not read lately does not look silent. Fourteen days is what official checks of sites allow.
-- column county_code: County
-- column town_code: Town
-- column town_name: Its name
-- column last_story_date: Day of the last story; null for a town that never spoke
-- column silent_day_count: Days from the last story to the county's newest article
-- column longest_gap_days: Longest time between two stories; null with fewer than two
-- column median_gap_days: Half of the times between two stories are shorter
-- column gaps_over_14_days: How often more than fourteen days passed between two stories
-- column is_silent: Whether more than fourteen days have passed since the last story, or there is none
-- check every_town_is_here: select town_code from core.town
--   where town_code not in (select town_code from mart.town_silence)
with story_gap as (
    select
        town_code,
        published_date,
        published_date - lag(published_date) over (partition by town_code order by published_date) as gap_days
    from core.story
    where published_date is not null
),
town_gap as (
    select
        town_code,
        max(published_date) as last_story_date,
        max(gap_days) as longest_gap_days,
        median(gap_days) as median_gap_days,
        count(*) filter (gap_days > 14) as gaps_over_14_days
    from story_gap
    group by all
)
select
    town.county_code,
    town.town_code,
    town.town_name,
    town_gap.last_story_date,
    county.newest_published_date - town_gap.last_story_date as silent_day_count,
    town_gap.longest_gap_days,
    town_gap.median_gap_days,
    coalesce(town_gap.gaps_over_14_days, 0) as gaps_over_14_days,
    coalesce(silent_day_count > 14, true) as is_silent
from core.town as town
join core.county as county using (county_code)
left join town_gap using (town_code)
