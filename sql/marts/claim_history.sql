-- Every quantity that stories claim, in time, with what the same place claimed of it before. A story claims for its town,
-- one that comes from no town for the county. Claims are compared that have place, indicator, unit and whole (part_of) in
-- common; of several numbers claimed on the day before, the nearest counts. A story's claims are those of its original.
-- | 各地声称数据的沿革，逐条与同地此前的说法比对。新闻计入所属乡镇，无所属乡镇者计入县。同地、同指标、同单位、同总量者相比；
-- 前一次有多个数值的取最接近者。以首发稿为准。
-- column place_code: Town that claims it, or county where the story comes from no town | 乡镇代码；无所属乡镇则为县代码
-- column place_name: Its name | 名称
-- column place_kind: town or county | 乡镇或县
-- column county_code: County | 所属县代码
-- column county_name: Name of the county | 所属县名
-- column indicator: What is counted, under the name by which it is compared | 指标（用于比较的名称）
-- column unit: Measure word or unit; empty where none is printed | 计量单位；未印则为空
-- column part_of: The quantity of which 其中 makes it a part | “其中”所属的总量
-- column claimed_date: Day of the story; null where it has none | 声称日期；新闻无日期则为空
-- column value: Number in the base of the printed unit | 数值
-- column bound: eq, ge (余, 多, 超), le or about (近, 约) | 等于、不低于、不高于、约
-- column previous_value: What was claimed on the last day before on which anything was; null for the first | 前一次的数值
-- column previous_date: That day | 前一次的日期
-- column change: first; same as before; repeated: the same for 365 days or more; rose; doubled: twice or more; fell. Null
--   where the story has no day | first 首次，same 相同，repeated 相同且满 365 天，rose 上升，doubled 翻倍及以上，fell 下降；
--   新闻无日期则为空
-- column sentence: The sentence that claims it | 所在句子
-- column story_id: Story | 新闻
-- column position: Place of the claim in the story's original, from 1 | 在首发稿中的次序，从 1 起
-- column url: Address of the story | 新闻网址
-- check every_claim_once: select story_id, position from mart.claim_history group by all having count(*) > 1
-- check no_claim_is_lost: select * from (select (select count(*) from mart.claim_history) as found,
--   (select count(*) from core.article_quantity join core.story on story_id = article_id) as claimed)
--   where found <> claimed
-- check changes_are_known: select * from mart.claim_history where (change is null) <> (claimed_date is null)
--   or change not in ('first', 'same', 'repeated', 'rose', 'doubled', 'fell')
-- check what_is_before_is_before: select * from mart.claim_history where previous_date >= claimed_date
--   or (previous_date is null) <> (coalesce(change, 'first') = 'first')
-- check places_are_places: select * from mart.claim_history where place_code not in (select place_code from core.place)
with claim as (
    select
        -- A town that was taken off the county's list since its news was read is none.
        coalesce(town.town_code, story.county_code) as place_code,
        quantity.indicator,
        quantity.unit,
        quantity.part_of,
        -- One key for what is compared, so that the steps below are joined by it.
        hash(coalesce(town.town_code, story.county_code), quantity.indicator, quantity.unit, quantity.part_of) as series,
        story.published_date as claimed_date,
        quantity.value,
        quantity.bound,
        quantity.sentence,
        story.story_id,
        quantity.position,
        story.url
    from core.article_quantity as quantity
    join core.story as story on story.story_id = quantity.article_id
    left join core.town as town on town.town_code = story.town_code
),
-- Most things are claimed on one day only, and have nothing to be compared with.
followed as (
    select series from claim group by series having min(claimed_date) < max(claimed_date)
),
claimed as (
    select series, claimed_date, list_distinct(list(value)) as values
    from claim
    semi join followed using (series)
    where claimed_date is not null
    group by series, claimed_date
),
numbered as (
    select
        series,
        claimed_date,
        values,
        row_number() over in_time as day_number,
        lag(values) over in_time as previous_values,
        lag(claimed_date) over in_time as previous_date
    from claimed
    window in_time as (partition by series order by claimed_date)
),
-- Since when a value is claimed without a day in between that claims another: the numbers of such days run on by one.
told as (
    select
        *,
        min(claimed_date) over (partition by series, value, day_number - value_number) as same_since_date
    from (
        select
            *,
            row_number() over (partition by series, value order by claimed_date) as value_number
        from (select *, unnest(values) as value from numbered)
    )
),
compared as (
    select
        series,
        claimed_date,
        value,
        previous_date,
        same_since_date,
        case
            when previous_date is not null
                then list_min(list_transform(previous_values, lambda before: (abs(before - value), before)))[2]
        end as previous_value
    from told
)
select
    place.place_code,
    place.place_name,
    place.place_kind,
    place.county_code,
    place.county_name,
    claim.indicator,
    claim.unit,
    claim.part_of,
    claim.claimed_date,
    claim.value,
    claim.bound,
    compared.previous_value,
    compared.previous_date,
    case
        when claim.claimed_date is null then null
        when compared.previous_date is null then 'first'
        when claim.value = compared.previous_value and claim.claimed_date - compared.same_since_date >= 365 then 'repeated'
        when claim.value = compared.previous_value then 'same'
        when claim.value < compared.previous_value then 'fell'
        when compared.previous_value > 0 and claim.value >= 2 * compared.previous_value then 'doubled'
        else 'rose'
    end as change,
    claim.sentence,
    claim.story_id,
    claim.position,
    claim.url
from claim
join core.place as place using (place_code)
left join compared using (series, claimed_date, value)
