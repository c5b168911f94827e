-- Indicators that are the same in other words: sql/data/indicator_alias.csv. | 同一指标的不同说法：sql/data/indicator_alias.csv。
-- column indicator: Indicator as printed | 指标（原文）
-- column same_as: Name under which it is compared | 用于比较的名称
-- check every_indicator_once: select indicator from core.indicator_alias group by all having count(*) > 1
select indicator, same_as
from read_csv(getvariable('data_folder') || '/indicator_alias.csv', header = true, all_varchar = true)
