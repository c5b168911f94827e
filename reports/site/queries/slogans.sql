-- Which town used which slogan first, and in which story; also the towns that never did.
select
    diffusion.county_code,
    diffusion.place_code,
    diffusion.slogan,
    diffusion.adoption_rank,
    diffusion.first_use_date,
    diffusion.lag_days,
    diffusion.cumulative_share,
    diffusion.stories,
    story.title[:160] as title,
    story.url,
    diffusion.coverage_share
from mart.slogan_diffusion as diffusion
left join core.story as story on story.story_id = diffusion.first_story_id
where diffusion.county_code in $counties and diffusion.place_kind = 'town'
order by diffusion.county_code, diffusion.slogan, diffusion.adoption_rank nulls last, diffusion.place_code
