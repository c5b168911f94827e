-- Points for a publication by the level of the outlet, in schemes that offices use: sql/data/level_weight.csv.
-- | 各级媒体刊用的分值方案：sql/data/level_weight.csv。
-- column scheme: Name of the scheme | 方案名称
-- column level: central, province, city, county or town | 级别
-- column points: Points for a publication | 分值
-- column note: Where it comes from | 依据
-- check every_level_once: select scheme, level from core.level_weight group by all having count(*) > 1
-- check every_scheme_has_all_levels: select scheme from core.level_weight group by all having count(*) <> 5
-- check points_are_not_negative: select * from core.level_weight where points is null or points < 0
select scheme, level, points, note
from read_csv(
    getvariable('data_folder') || '/level_weight.csv', header = true,
    columns = {'scheme': 'varchar', 'level': 'varchar', 'points': 'double', 'note': 'varchar'}
)
