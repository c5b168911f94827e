-- Towns of a county by their stories over the whole time.
-- column county_code: County
-- column county_name: Its name
-- column town_code: Town
-- column town_name: Its name
-- column stories: Stories that come from the town; an article and its reprints are one
-- column publications: Articles that tell them
-- column reprints: Articles beyond the originals
-- column stories_above_county: Stories that a site above county level carries
-- column undated_stories: Stories without a day: counted here, in no month
-- column story_share: Share of the stories of all towns of the county, 0 to 1; null where there are none
-- column county_rank: Rank in the county, 1 for the most stories; equal numbers share a rank
-- check every_town_is_here: select town_code from core.town
--   where town_code not in (select town_code from mart.town_ranking)
-- check shares_add_up: select county_code from mart.town_ranking group by all having abs(sum(story_share) - 1) > 1e-6
with counted as (
    select
        town.county_code,
        town.county_name,
        town.town_code,
        town.town_name,
        count(story.story_id) as stories,
        coalesce(sum(story.publication_count), 0)::bigint as publications,
        coalesce(sum(story.reprint_count), 0)::bigint as reprints,
        count(*) filter (story.is_above_county) as stories_above_county,
        count(*) filter (story.story_id is not null and story.published_date is null) as undated_stories
    from core.town as town
    left join core.story as story using (town_code)
    group by all
)
select
    *,
    stories / nullif(sum(stories) over (partition by county_code), 0) as story_share,
    rank() over (partition by county_code order by stories desc) as county_rank
from counted
