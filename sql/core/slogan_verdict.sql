-- What analysts have decided about slogans that were found: sql/data/slogan.csv. | 分析人员对口号的裁定：sql/data/slogan.csv。
-- column slogan: Slogan as found | 口号（原样）
-- column verdict: accepted, rejected, or same_as another one | 采纳、剔除或等同于另一口号
-- column same_as: The slogan that it is another wording of | 等同的口号
-- column note: Why | 说明
-- check every_slogan_once: select slogan from core.slogan_verdict group by all having count(*) > 1
-- check verdicts_are_known: select * from core.slogan_verdict
--   where verdict is null or verdict not in ('accepted', 'rejected', 'same_as')
-- check same_as_names_one: select * from core.slogan_verdict where (verdict = 'same_as') <> (same_as is not null)
select slogan, verdict, same_as, note
from read_csv(getvariable('data_folder') || '/slogan.csv', header = true, all_varchar = true)
