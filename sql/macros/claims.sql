-- Every claim whose indicator or sentence has the word, the newest first. from claims('市场主体'). Claims are what the
-- articles say, no statistics; a story's claims are those of its original.
-- | 指标或原句含该词的全部声称数据，新者在前。数字均为稿件所称，非统计数据；以首发稿为准。
-- parameter word: What is counted: 市场主体 | 指标用语，如 市场主体
-- column place_name: Town that claims it, with its county; the county where the story comes from no town | 乡镇（带县名）；无所属乡镇则为县
-- column claimed_date: Day of the story; null where it has none | 声称日期；无日期则为空
-- column indicator: What is counted, under the name by which it is compared | 指标
-- column value: Number in the base of the printed unit: 168余万元 is 1680000 | 数值（168余万元为 1680000）
-- column unit: Measure word or unit; empty where none is printed | 计量单位；未印则为空
-- column bound: eq, ge (余, 多, 超), le or about (近, 约) | 等于、不低于、不高于、约
-- column sentence: The sentence that claims it | 所在句子
-- column url: Address of the story | 新闻网址
-- column story_id: Story | 新闻
-- column part_of: The quantity of which 其中 makes it a part | “其中”所属的总量
-- column position: Place of the claim in the story's original, from 1 | 在首发稿中的次序，从 1 起
select
    case when place.place_kind = 'town' then place.county_name || place.place_name else place.place_name end as place_name,
    story.published_date as claimed_date,
    quantity.indicator,
    quantity.value,
    quantity.unit,
    quantity.bound,
    quantity.sentence,
    story.url,
    story.story_id,
    quantity.part_of,
    quantity.position
from core.article_quantity as quantity
join core.story as story on story.story_id = quantity.article_id
join core.place as place on place.place_code = coalesce(story.town_code, story.county_code)
where trim(word, ' 　') <> ''
    and (
        contains(quantity.indicator, trim(word, ' 　'))
        or contains(quantity.printed_indicator, trim(word, ' 　'))
        or contains(quantity.sentence, trim(word, ' 　'))
    )
order by story.published_date desc nulls last, place.place_code, story.story_id, quantity.position
