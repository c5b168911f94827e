-- Which articles tell the same story: one row for each article.
-- A copy has nearly the same text, or the same headline and a text that is not another one, and claims the same numbers;
-- it comes from the same town, or does not say from which; on one site it bears the same headline; and it appears within
-- 30 days of the story's first one, where there is no text to compare within seven. The earliest copy that is no mirror is
-- the original and names the story; of the copies of one day the town's own comes first.
-- | 每篇稿件属于哪条新闻。转载须正文近似（或标题相同且正文不相异）、数字一致、乡镇不相矛盾，同一网站须同标题，且在首发后 30 天内（无正文可比者 7 天）。
-- 最早且非镜像者为首发；同日以乡镇自发稿为先。
-- column article_id: Article | 稿件
-- column story_id: The article_id of the story's original | 首发稿的 article_id
-- column is_original: Whether this article is the original | 是否首发
-- column is_counted: Whether it counts as a publication: mirrors do not | 是否计为一次刊发（镜像不计）
-- column town_code: Town it comes from, by its own evidence | 按自身证据判定的乡镇
-- column story_town_code: Town its story comes from | 新闻所属乡镇
-- check every_article_in_one_story: select article_id from core.appearance
--   where article_id not in (select article_id from core.publication) or article_id in
--   (select article_id from core.publication group by all having count(*) > 1)
-- check a_story_has_one_original: select story_id from core.publication group by all
--   having count(*) filter (is_original) <> 1
with recursive appearance as materialized (
    select
        rowid as number, article_id, version, site_key, town_code, is_mirror, told_at, published_date,
        source_level is not distinct from 'town' as is_by_town
    from core.appearance
),
-- The earliest article that each is a copy of; that may be a copy itself, so the chain is followed to its beginning.
linked as materialized (
    select later.number, min(earlier.number) as first_number
    from core.near_duplicate as pair
    join appearance as later on later.article_id = pair.article_id
    join appearance as earlier on earlier.article_id = pair.earlier_article_id
    where not pair.has_other_numbers
        and coalesce(later.town_code = earlier.town_code, true)
        -- A site prints its own text again under another headline only as a form to fill in: 第7次推进会, 第8次推进会.
        and (later.site_key <> earlier.site_key or pair.is_same_headline)
        -- Last year's text of one town does not tell whose it is this year.
        and (
            later.town_code is not null
            or earlier.town_code is null
            or coalesce(later.published_date - earlier.published_date <= 30, true)
        )
    group by later.number, later.town_code
    -- A copy that names no town, of a text that two towns have, is told of neither.
    having later.town_code is not null or count(distinct earlier.town_code) < 2
),
followed as (
    select number, first_number from linked
    union
    select followed.number, linked.first_number
    from followed
    join linked on linked.number = followed.first_number
),
earliest as materialized (
    select number, min(first_number) as first_number from followed group by number
),
-- Only articles that are copies or have some go on from here; every other one is a story by itself.
family as (
    select number, first_number from earliest
    union all
    select distinct first_number, first_number from earliest where first_number not in (select number from earliest)
),
placed as materialized (
    select
        appearance.*,
        family.first_number,
        coalesce(
            appearance.town_code,
            case
                when min(appearance.town_code) over relatives = max(appearance.town_code) over relatives
                    then min(appearance.town_code) over relatives
            end
        ) as story_town_code,
        case when coalesce(len(fingerprint.signature), 0) > 0 then 30 else 7 end as reach_days
    from family
    join appearance using (number)
    left join raw.fingerprint as fingerprint using (article_id, version)
    window relatives as (partition by family.first_number)
),
-- The days on which a new story begins: those out of reach of the beginning before them.
began as (
    select
        first_number,
        story_town_code,
        list_reduce(
            list([published_date] order by published_date),
            lambda starts, day: case when day[1] - starts[-1] > reach_days then list_append(starts, day[1]) else starts end
        ) as starts
    from (
        select first_number, story_town_code, published_date, min(reach_days) over relatives as reach_days
        from placed
        where published_date is not null
        window relatives as (partition by first_number, story_town_code)
    )
    group by first_number, story_town_code, reach_days
),
grouped as (
    select
        placed.*,
        list_max(list_filter(began.starts, lambda start: start <= placed.published_date)) as began_date
    from placed
    left join began
        on began.first_number = placed.first_number
        and began.story_town_code is not distinct from placed.story_town_code
),
told as (
    select
        article_id,
        first_value(article_id) over story as story_id,
        is_mirror,
        town_code,
        story_town_code
    from grouped
    window story as (
        partition by first_number, story_town_code, began_date
        order by is_mirror, published_date, not is_by_town, told_at, number
    )
    union all
    select article_id, article_id, is_mirror, town_code, town_code
    from appearance
    anti join placed using (number)
)
select
    article_id,
    story_id,
    story_id = article_id as is_original,
    not is_mirror as is_counted,
    town_code,
    story_town_code
from told
