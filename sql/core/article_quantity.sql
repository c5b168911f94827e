-- Quantities that articles claim, each with the sentence that claims it. | 稿件声称的数据，附原句。
-- column article_id: Article | 稿件
-- column position: Place in the article, from 1 | 在文中的次序，从 1 起
-- column indicator: What is counted, under the name by which it is compared | 指标（用于比较的名称）
-- column printed_indicator: What is counted, in words of the text | 指标（文中用语）
-- column value: Number in the base of the printed unit: 168余万元 is 1680000 | 数值（168余万元为 1680000）
-- column unit: Measure word or unit; empty where none is printed; 亩 and 公顷, 人 and 人次 are never mixed | 计量单位；未印则为空
-- column bound: eq, ge (余, 多, 超), le or about (近, 约) | 等于、不低于、不高于、约
-- column part_of: The quantity of which 其中 makes it a part | “其中”所属的总量
-- column raw: The number as printed | 原文数字
-- column sentence: The sentence that claims it | 所在句子
-- view
-- check bounds_are_known: select * from core.article_quantity where bound not in ('eq', 'ge', 'le', 'about')
select
    quantity.article_id,
    quantity.position,
    coalesce(alias.same_as, quantity.indicator) as indicator,
    quantity.indicator as printed_indicator,
    quantity.value,
    quantity.unit,
    quantity.bound,
    quantity.part_of,
    quantity.raw,
    quantity.sentence
from raw.quantity as quantity
semi join (select article_id, version from raw.article where is_current) as article using (article_id, version)
left join core.indicator_alias as alias on alias.indicator = quantity.indicator
