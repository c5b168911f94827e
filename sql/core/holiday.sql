-- Days of the public holidays by rule, 2018 to 2027, from sql/data/holiday.csv: offices rest, and sites have less news. The
-- feasts of the moon are computed (春节 with its eve and six days more, 端午, 中秋), 清明 by the sun. The yearly decrees move
-- days around them and make weekends working days: that is not in the list, so such a weekend counts as one. Of later
-- years nothing is known: their days count as ordinary ones until they are added.
-- | 2018–2027 年法定节假日（按规则推算，sql/data/holiday.csv）：春节含除夕至初六，端午、中秋按农历，清明按节气。
-- 每年国务院通知的调休与补班未列入，补班周末仍按周末计；以后年份待补，补前按平日计。
-- column holiday_date: Day | 日期
-- column feast: Which holiday | 节日
-- check every_day_once: select holiday_date from core.holiday group by all having count(*) > 1
-- check nothing_is_missing: select * from core.holiday where holiday_date is null or feast is null
-- check every_year_has_every_feast: select year(holiday_date) from core.holiday group by all having count(distinct feast) <> 7
select holiday_date, feast
from read_csv(
    getvariable('data_folder') || '/holiday.csv', header = true,
    columns = {'holiday_date': 'date', 'feast': 'varchar'}
)
