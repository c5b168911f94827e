-- What places claim of the same thing: the newest value of each indicator and unit, with the sentence that claims it.
-- Indicators that at least two places of a group claim; year and all time. Claims are what the articles say, no statistics.
-- | 数据对标：各地同一指标同一单位的最新声称值及原句（同组至少两地提及者；按年与全部）。数字均为稿件所称，非统计数据。
-- column place_code: Town or county | 乡镇或县代码
-- column place_name: Its name | 名称
-- column place_kind: town or county | 乡镇或县
-- column county_code: County | 所属县代码
-- column county_name: Name of the county | 所属县名
-- column period_kind: month, quarter, year or all | 月、季、年或全部
-- column period_start_date: First day of the period | 期间首日
-- column is_complete: Whether the period is over | 期间是否已完整
-- column coverage_share: How completely the county was crawled in it, 0 to 1 | 采集覆盖率，0 至 1
-- column indicator: What is counted | 指标
-- column unit: Unit; 亩 and 公顷, 人 and 人次 are never mixed | 单位（不同单位不混比）
-- column latest_value: Newest value in the period; null where the place claims none | 期内最新声称值；未提及则为空
-- column bound: eq, ge, le or about | 等于、不低于、不高于、约
-- column claimed_date: Day of the story that claims it | 声称日期
-- column claims: How often the place claims it in the period | 期内提及次数
-- column peer_rank: Rank among its peers by value; null where it claims none | 同组名次（按数值）
-- column sentence: The sentence that claims it | 原句
-- column story_id: The story | 新闻
-- column url: Its original page | 原文网址
-- check every_row_once: select place_code, period_kind, period_start_date, indicator, unit from mart.claim_benchmark
--   group by all having count(*) > 1
-- check a_value_has_its_sentence: select * from mart.claim_benchmark
--   where (latest_value is null) <> (sentence is null or story_id is null)
-- check claims_are_of_stories: select * from mart.claim_benchmark
--   where story_id is not null and story_id not in (select story_id from core.story)
with claim as (
    select
        place.peer_group,
        place_story.place_code,
        place_story.period_kind,
        place_story.period_start_date,
        quantity.indicator,
        quantity.unit,
        count(*) as claims,
        -- Of one day's claims the last one in the text counts: it is the total more often than the first.
        arg_max(
            {
                'value': quantity.value, 'bound': quantity.bound, 'claimed_date': story.published_date,
                'sentence': quantity.sentence, 'story_id': story.story_id, 'url': story.url
            },
            (coalesce(story.published_at, timestamp '1900-01-01'), story.story_id, quantity.position)
        ) as latest
    from core.place_story as place_story
    join core.place as place using (place_code)
    join core.story as story using (story_id)
    join core.article_quantity as quantity on quantity.article_id = story.story_id
    where place_story.period_kind in ('year', 'all')
    group by all
),
compared as (
    select peer_group, indicator, unit
    from claim
    where period_kind = 'all'
    group by all
    having count(distinct place_code) >= 2
),
asked as (
    select distinct claim.peer_group, claim.period_kind, claim.period_start_date, claim.indicator, claim.unit
    from claim
    semi join compared using (peer_group, indicator, unit)
)
select
    frame.place_code, frame.place_name, frame.place_kind, frame.county_code, frame.county_name,
    frame.period_kind, frame.period_start_date, frame.is_complete, frame.coverage_share,
    asked.indicator,
    asked.unit,
    claim.latest.value as latest_value,
    claim.latest.bound as bound,
    claim.latest.claimed_date as claimed_date,
    coalesce(claim.claims, 0) as claims,
    case
        when claim.claims is not null then rank() over (
            partition by asked.peer_group, asked.period_kind, asked.period_start_date, asked.indicator, asked.unit
            order by claim.latest.value desc nulls last
        )
    end as peer_rank,
    claim.latest.sentence as sentence,
    claim.latest.story_id as story_id,
    claim.latest.url as url
from asked
join core.place_period as frame using (peer_group, period_kind, period_start_date)
left join claim
    on claim.place_code = frame.place_code
    and claim.period_kind = frame.period_kind
    and claim.period_start_date = frame.period_start_date
    and claim.indicator = asked.indicator
    and claim.unit = asked.unit
