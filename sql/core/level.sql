-- Levels of outlets, from the town up. | 媒体级别，自乡镇而上。
-- column level: central, province, city, county or town | 中央、省、市、县、乡镇
-- column level_rank: 0 for town to 4 for central | 级别序号：乡镇 0 至中央 4
-- view
select level, level_rank
from (values ('town', 0), ('county', 1), ('city', 2), ('province', 3), ('central', 4)) as level (level, level_rank)
