-- The periods in which each month with news lies: itself, its quarter, its year and all time. Stories without a day, whose
-- month is null, lie in all time only. | 有新闻的各月所属的期间：当月、当季、当年与全部。无日期的新闻（月份为空）只属于全部。
-- column month_date: First day of the month; null for stories without a day | 月份首日；无日期者为空
-- column period_kind: month, quarter, year or all | 月、季、年或全部
-- column period_start_date: First day of the period | 期间首日
-- check every_period_once: select month_date, period_kind from core.month_period group by all having count(*) > 1
select
    month.month_date,
    kind.period_kind,
    case
        when kind.period_kind = 'all' then (select min(all_time_start_date) from core.county)
        else date_trunc(kind.period_kind, month.month_date)::date
    end as period_start_date
from (select distinct date_trunc('month', published_date)::date as month_date from core.story) as month
cross join (values ('month'), ('quarter'), ('year'), ('all')) as kind (period_kind)
where month.month_date is not null or kind.period_kind = 'all'
