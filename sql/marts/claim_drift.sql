-- How often the claims of each place fall, double, or are repeated unchanged for a year: the ones to look into, each of
-- which is a row of claim_history. A county's are those of all its stories, each judged by what its own town claimed
-- before. | 口径漂移：各地声称数据中下降、翻倍、满一年未变的次数，逐条见 claim_history。县计全县新闻，各按其乡镇此前的说法判定。
-- column place_code: Town or county | 乡镇或县代码
-- column place_name: Its name | 名称
-- column place_kind: town or county | 乡镇或县
-- column county_code: County | 所属县代码
-- column county_name: Name of the county | 所属县名
-- column period_kind: month, quarter, year or all | 月、季、年或全部
-- column period_start_date: First day of the period | 期间首日
-- column is_complete: Whether the county's articles reach its end | 期间是否已完整
-- column coverage_share: How completely the county's sites were crawled in it, 0 to 1 | 采集覆盖率，0 至 1
-- column stories: Stories of the place that claim any | 有数据的新闻数
-- column claims: Claims of these stories | 声称的数据条数
-- column fell: Claims below what was claimed before | 较前一次下降的条数
-- column doubled: Claims of twice as much or more | 较前一次翻倍及以上的条数
-- column repeated: Claims that are the same for 365 days or more | 满 365 天未变的条数
-- column flagged_share: Share of the claims that are one of the three, 0 to 1; null without claims
--   | 三者合计占比；无数据则为空
-- check one_row_for_every_place_and_period: select * from (
--   select (select count(*) from mart.claim_drift) as found, (select count(*) from core.place_period) as frame)
--   where found <> frame
-- check every_place_once: select place_code, period_kind, period_start_date from mart.claim_drift group by all
--   having count(*) > 1
-- check parts_are_parts: select * from mart.claim_drift where stories is null or claims is null or claims < stories
--   or flagged_share not between 0 and 1
-- check claims_add_up: select county_code from mart.claim_drift join (
--   select county_code, count(*) as counted, count(*) filter (change in ('fell', 'doubled', 'repeated')) as flagged
--   from mart.claim_history group by all) using (county_code)
--   where period_kind = 'all' and place_kind = 'county' and (claims <> counted or fell + doubled + repeated <> flagged)
with judged as (
    select
        story_id,
        count(*) as claims,
        count(*) filter (change = 'fell') as fell,
        count(*) filter (change = 'doubled') as doubled,
        count(*) filter (change = 'repeated') as repeated
    from mart.claim_history
    group by story_id
),
counted as (
    select
        placed.place_code,
        placed.period_kind,
        placed.period_start_date,
        count(*) as stories,
        sum(judged.claims)::bigint as claims,
        sum(judged.fell)::bigint as fell,
        sum(judged.doubled)::bigint as doubled,
        sum(judged.repeated)::bigint as repeated
    from judged
    join core.place_story as placed using (story_id)
    group by all
)
select
    place.place_code,
    place.place_name,
    place.place_kind,
    place.county_code,
    place.county_name,
    place.period_kind,
    place.period_start_date,
    place.is_complete,
    place.coverage_share,
    coalesce(counted.stories, 0) as stories,
    coalesce(counted.claims, 0) as claims,
    coalesce(counted.fell, 0) as fell,
    coalesce(counted.doubled, 0) as doubled,
    coalesce(counted.repeated, 0) as repeated,
    (counted.fell + counted.doubled + counted.repeated) / counted.claims as flagged_share
from core.place_period as place
left join counted using (place_code, period_kind, period_start_date)
