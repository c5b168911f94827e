-- What places claim of the same thing, side by side: for each indicator and unit that at least two peers claimed in the
-- period, the latest claim of every peer, with the sentence. A story claims for its town, one that comes from no town for
-- the county; a part (其中) is no claim of the whole. In years and in all time only: what one of twenty towns claims in a
-- month would be twenty rows, and would have nothing to be compared with.
-- | 同类数据横比：同组至少两地在该期声称过的每个指标与单位，列出各地最近一次的数值与原句。新闻计入所属乡镇，无所属乡镇者计入县；
-- “其中”的部分不作为总量。期间只有年与全部（按月则每条数据须配各地一行，且多无可比者）。
-- column place_code: Town or county | 乡镇或县代码
-- column place_name: Its name | 名称
-- column place_kind: town or county | 乡镇或县
-- column county_code: County | 所属县代码
-- column county_name: Name of the county | 所属县名
-- column period_kind: year or all | 年或全部
-- column period_start_date: First day of the period | 期间首日
-- column is_complete: Whether the county's articles reach its end | 期间是否已完整
-- column coverage_share: How completely the county's sites were crawled in it, 0 to 1 | 采集覆盖率，0 至 1
-- column indicator: What is counted, under the name by which it is compared | 指标（用于比较的名称）
-- column unit: Measure word or unit; empty where none is printed | 计量单位；未印则为空
-- column latest_value: Number of the place's last claim in the period, of several in one text the first; this and what
--   follows is null for a place that claims nothing | 该地该期最近一次的数值，同文多个取首个；未声称者此列及以下为空
-- column bound: eq, ge (余, 多, 超), le or about (近, 约) | 等于、不低于、不高于、约
-- column claimed_date: Day of that claim; null where its story has none | 声称日期；新闻无日期则为空
-- column claims: Claims of the place in the period; 0 for none | 该地该期的声称次数；无则为 0
-- column peer_rank: Rank by latest_value among the peers that claim one, 1 for the greatest | 按数值的同组名次，最大为 1
-- column sentence: The sentence that claims it | 所在句子
-- column story_id: Story of that claim | 所在新闻
-- column url: Its address | 新闻网址
-- check every_claim_once: select place_code, period_kind, period_start_date, indicator, unit from mart.claim_benchmark
--   group by all having count(*) > 1
-- check all_peers_are_there: select indicator, unit from mart.claim_benchmark join core.place using (place_code)
--   join (select peer_group, period_kind, period_start_date, count(*) as peers from core.place_period group by all)
--   using (peer_group, period_kind, period_start_date)
--   group by peer_group, period_kind, period_start_date, peers, indicator, unit having count(*) <> peers
-- check nothing_stands_for_no_claim: select * from mart.claim_benchmark where claims is null or (claims = 0)
--   <> (latest_value is null) or (claims = 0) <> (peer_rank is null) or (claims = 0) <> (story_id is null)
-- check stories_are_stories: select * from mart.claim_benchmark where story_id not in (select story_id from core.story)
-- check what_two_claim_is_there: select * from (select
--   (select coalesce(sum(claims), 0) from mart.claim_benchmark where period_kind = 'all') as found,
--   (select coalesce(sum(claims), 0) from (select count(*) as claims from core.article_quantity as quantity
--   join core.story on story_id = quantity.article_id
--   join core.place_period on place_code = coalesce(town_code, story.county_code) and period_kind = 'all'
--   where part_of is null group by peer_group, indicator, unit having count(distinct place_code) > 1)) as claimed)
--   where found <> claimed
with claim as (
    select
        coalesce(story.town_code, story.county_code) as place_code,
        quantity.indicator,
        quantity.unit,
        story.published_at,
        story.story_id,
        quantity.position
    from core.article_quantity as quantity
    join core.story as story on story.story_id = quantity.article_id
    where quantity.part_of is null
),
latest as (
    select
        claim.place_code,
        place.peer_group,
        placed.period_kind,
        placed.period_start_date,
        claim.indicator,
        claim.unit,
        count(*) as claims,
        arg_max(
            {'story_id': claim.story_id, 'position': claim.position},
            (coalesce(claim.published_at, timestamp '0001-01-01'), claim.story_id, -claim.position)
        ) as told
    from claim
    join core.place as place using (place_code)
    join core.place_story as placed on placed.story_id = claim.story_id and placed.place_code = claim.place_code
    where placed.period_kind in ('year', 'all')
    group by all
),
compared as (
    select peer_group, period_kind, period_start_date, indicator, unit
    from latest
    group by all
    having count(*) > 1
),
-- Ranked before every peer is put beside them, for most claim nothing.
ranked as (
    select
        latest.place_code,
        latest.period_kind,
        latest.period_start_date,
        latest.indicator,
        latest.unit,
        latest.claims,
        quantity.value as latest_value,
        quantity.bound,
        story.published_date as claimed_date,
        quantity.sentence,
        story.story_id,
        story.url,
        rank() over (
            partition by latest.peer_group, latest.period_kind, latest.period_start_date, latest.indicator, latest.unit
            order by quantity.value desc
        ) as peer_rank
    from latest
    semi join compared using (peer_group, period_kind, period_start_date, indicator, unit)
    join core.story as story on story.story_id = latest.told.story_id
    join core.article_quantity as quantity
        on quantity.article_id = latest.told.story_id and quantity.position = latest.told.position
)
select
    frame.place_code,
    frame.place_name,
    frame.place_kind,
    frame.county_code,
    frame.county_name,
    frame.period_kind,
    frame.period_start_date,
    frame.is_complete,
    frame.coverage_share,
    compared.indicator,
    compared.unit,
    ranked.latest_value,
    ranked.bound,
    ranked.claimed_date,
    coalesce(ranked.claims, 0) as claims,
    ranked.peer_rank,
    ranked.sentence,
    ranked.story_id,
    ranked.url
from core.place_period as frame
join compared using (peer_group, period_kind, period_start_date)
left join ranked
    on ranked.place_code = frame.place_code
    and ranked.period_kind = frame.period_kind
    and ranked.period_start_date = frame.period_start_date
    and ranked.indicator = compared.indicator
    and ranked.unit = compared.unit
