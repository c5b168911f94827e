-- Who is credited, by keyed hash: no names here. | 署名人员，仅存密钥哈希，不含姓名。
-- column article_id: Article | 稿件
-- column person_key: Keyed hash of the name | 姓名的密钥哈希
-- column role: author, editor or reviewer | 作者、编辑或审核
-- column position: Place among those of the same role, from 1 | 同类署名中的次序，从 1 起
-- column office: The office, where the credit names one and no person | 署名为单位时的单位名称
-- column credit: Share of the article: written by three, it counts a third for each | 分摊的篇数：三人合写各计三分之一
-- check every_credit_once:
--   select article_id, role, position from core.article_person group by all having count(*) > 1
-- check credits_add_up: select article_id, role from core.article_person group by all having abs(sum(credit) - 1) > 1e-6
select
    person.article_id,
    person.person_key,
    person.role,
    person.position,
    office.office,
    1.0 / count(*) over (partition by person.article_id, person.role) as credit
from raw.person as person
semi join (select article_id, version from raw.article where is_current) as article using (article_id, version)
left join raw.office as office using (article_id, version, role, position)
