-- Whether each watched county, site and column brings as much news as it used to: in the last seven and 28 whole days that
-- its lists could be read, and since its last news. What was usual is counted in the half year before, in working days: a
-- day of the weekend is worth what it is worth in this column, a holiday nothing. `chance` is the probability that one
-- that goes on as before brings so little (negative binomial; bursts count as one, by the scatter of its weeks).
-- | 各监测对象的发稿节奏：近 7 天、近 28 天及最近一条新闻以来，与此前半年（按工作日折算，周末按本栏目自身比例，节假日不计）相比。
-- chance 为照常运行时出现如此少稿件的概率（负二项分布，按各周离散程度折算扎堆发稿）。
-- column county_code: County | 县代码
-- column site_key: Site; empty for the whole county | 网站；空为全县
-- column column_name: Column; empty for the whole site | 栏目；空为全站
-- column stretch: silence (since the last news), week or month (the last 7 or 28 days) | 时段：silence 静默期、week 近七天、month 近 28 天
-- column since_date: First day of the stretch | 时段首日
-- column until_date: Last day of it: the last whole day before the lists were last read | 时段末日：列表最近一次读取前的最后整日
-- column items: Articles in the stretch | 时段内稿件数
-- column expected_items: What it would have brought as before; null where nothing was before | 按此前节奏应有的稿件数；无此前数据则为空
-- column chance: Probability of so few; 1 where it is not below what is usual, or less than 28 days were before
--   | 如此少的概率；不低于常态或此前不足 28 天为 1
-- column burst: How many articles come at once, by the scatter of the weeks; 1 where each comes by itself | 扎堆系数；独立发稿为 1
-- column longest_gap_days: Most days between two days with news before | 此前最长的发稿间隔（天）
-- column median_gap_days: Middle one of these gaps | 此前发稿间隔的中位数（天）
-- check everything_once: select county_code, site_key, column_name, stretch from core.news_pace group by all having count(*) > 1
-- check chances_are_probabilities: select * from core.news_pace where chance is null or chance not between 0 and 1.000001
with reach as (
    select
        watch.county_code, watch.site_key, watch.column_name,
        max(answer.read_at)::date - 1 as until_date
    from core.watch as watch
    join core.list_answer as answer
        on answer.county_code = watch.county_code
        and (watch.site_key = '' or answer.site_key = watch.site_key)
        and (watch.column_name = '' or answer.column_name = watch.column_name)
    group by all
),
-- What was usual is counted from the day after the first news: a stretch that begins with some looks like more.
lived as (
    select reach.*, min(day.news_date) + 1 as first_date, max(day.news_date) as last_date
    from reach
    join core.news_day as day using (county_code, site_key, column_name)
    group by all
    having first_date <= reach.until_date
),
stretched as (
    select * exclude (last_date), 'silence' as stretch, last_date + 1 as since_date from lived where last_date < until_date
    union all
    select * exclude (last_date), 'week', until_date - 6 from lived
    union all
    select * exclude (last_date), 'month', until_date - 27 from lived
),
frame as (
    select stretched.*, frame.day::date as news_date
    from stretched
    cross join unnest(
        generate_series(greatest(first_date, since_date - 182)::timestamp, until_date::timestamp, interval 1 day)
    ) as frame (day)
),
daily as (
    select
        frame.*,
        frame.news_date >= frame.since_date as is_now,
        coalesce(day.items, 0) as day_items,
        case
            when holiday.holiday_date is not null then 'holiday'
            when isodow(frame.news_date) > 5 then 'weekend'
            else 'working'
        end as sort,
        case when not is_now then (frame.since_date - 1 - frame.news_date) // 7 end as week
    from frame
    left join core.news_day as day using (county_code, site_key, column_name, news_date)
    left join core.holiday as holiday on holiday.holiday_date = frame.news_date
),
weekly as (
    select
        county_code, site_key, column_name, stretch,
        greatest(1, coalesce(var_samp(items) / nullif(avg(items), 0), 1)) as scatter
    from (
        select county_code, site_key, column_name, stretch, week, sum(day_items) as items
        from daily
        where not is_now
        group by all
        having count(*) filter (sort <> 'holiday') = 7
    )
    group by all
),
summed as (
    select
        county_code, site_key, column_name, stretch, since_date, until_date,
        coalesce(sum(day_items) filter (is_now), 0)::bigint as items,
        coalesce(sum(day_items) filter (not is_now and sort <> 'holiday'), 0) as items_before,
        coalesce(sum(day_items) filter (not is_now and sort = 'weekend'), 0) as weekend_items,
        count(*) filter (not is_now and sort = 'weekend') as weekends,
        coalesce(sum(day_items) filter (not is_now and sort = 'working'), 0) as working_items,
        count(*) filter (not is_now and sort = 'working') as workdays,
        least(1, ((weekend_items + 0.5) / (weekends + 1)) / ((working_items + 0.5) / (workdays + 1))) as weekend_worth,
        workdays + weekends * weekend_worth as days_before,
        count(*) filter (is_now and sort = 'working')
        + count(*) filter (is_now and sort = 'weekend') * weekend_worth as days_now
    from daily
    group by all
),
gap as (
    select
        stretched.county_code, stretched.site_key, stretched.column_name, stretched.stretch,
        max(day.gap_days) as longest_gap_days,
        median(day.gap_days) as median_gap_days
    from stretched
    join core.news_day as day
        on day.county_code = stretched.county_code and day.site_key = stretched.site_key
        and day.column_name = stretched.column_name and day.news_date < stretched.since_date
        and day.news_date >= stretched.since_date - 365
    group by all
),
reckoned as (
    select
        summed.*,
        coalesce(weekly.scatter, 1) as burst,
        items_before / nullif(days_before, 0) * days_now as expected_items,
        items_before / burst + 0.5 as shape,
        days_before / nullif(days_before + days_now, 0) as kept
    from summed
    left join weekly using (county_code, site_key, column_name, stretch)
)
select
    reckoned.county_code,
    reckoned.site_key,
    reckoned.column_name,
    reckoned.stretch,
    reckoned.since_date,
    reckoned.until_date,
    reckoned.items,
    reckoned.expected_items,
    case
        when workdays + weekends >= 28 and reckoned.items < reckoned.expected_items and kept between 0.0001 and 0.9999 then list_sum([
            exp(lgamma(shape + bursts) - lgamma(shape) - lgamma(bursts + 1) + shape * ln(kept) + bursts * ln(1 - kept))
            for bursts in range(0, floor(reckoned.items / burst)::bigint + 1)
        ])
        else 1
    end as chance,
    reckoned.burst,
    gap.longest_gap_days,
    gap.median_gap_days
from reckoned
left join gap using (county_code, site_key, column_name, stretch)
