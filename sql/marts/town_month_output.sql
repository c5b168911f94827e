-- Stories of each town in each month, with its rank in the county: the table that every county office prints.
-- column county_code: County
-- column town_code: Town
-- column town_name: Its name
-- column month_date: First day of the month
-- column is_complete: Whether the month is over; the newest one is still growing
-- column stories: Stories that first appeared in the month; reprints do not count
-- column publications: Their articles, reprints among them
-- column county_rank: Rank in the county, 1 for the most stories; equal numbers share a rank
-- column stories_change: Stories more than the month before; null for the first month
-- column county_rank_change: Ranks gained since the month before; null for the first month
-- check stories_add_up: select * from (select sum(stories) as counted from mart.town_month_output)
--   where counted <> (select count(*) from core.story join core.town using (town_code) where month_date is not null)
with counted as (
    select
        town_month.*,
        count(story.story_id) as stories,
        coalesce(sum(story.publication_count), 0)::bigint as publications
    from core.town_month as town_month
    left join core.story as story
        on story.town_code = town_month.town_code and story.month_date = town_month.month_date
    group by all
),
ranked as (
    select *, rank() over (partition by county_code, month_date order by stories desc) as county_rank
    from counted
)
select
    county_code,
    town_code,
    town_name,
    month_date,
    is_complete,
    stories,
    publications,
    county_rank,
    stories - lag(stories) over months as stories_change,
    lag(county_rank) over months - county_rank as county_rank_change
from ranked
window months as (partition by town_code order by month_date)
