-- Slogans that articles use: found as quoted number phrases and names, without those that slogan.csv rejects.
-- | 稿件使用的口号：带数字的引用短语与名称，已剔除 slogan.csv 否定者。
-- column article_id: Article | 稿件
-- column slogan: The slogan, under its main wording | 口号（主要写法）
-- column verdict: accepted, or open for review | 已采纳或待审
-- column mentions: How often it is used | 出现次数
-- column sentence: Sentence of its first use | 首次出现的句子
-- check every_slogan_once: select article_id, slogan from core.article_slogan group by all having count(*) > 1
select
    slogan.article_id,
    coalesce(verdict.same_as, slogan.slogan) as slogan,
    case when bool_or(verdict.slogan is not null) then 'accepted' else 'open' end as verdict,
    sum(slogan.mentions)::integer as mentions,
    any_value(slogan.sentence) as sentence
from raw.slogan as slogan
semi join (select article_id, version from raw.article where is_current) as article using (article_id, version)
left join core.slogan_verdict as verdict on verdict.slogan = slogan.slogan
where verdict.verdict is distinct from 'rejected'
group by all
