-- Towns that an article comes from or names. | 稿件来自或提到的乡镇。
-- view
-- column article_id: Article | 稿件
-- column town_code: Town | 乡镇代码
-- column town_name: Its name | 乡镇名称
-- column role: origin (the town whose news it is) or mention | origin 为所属乡镇，mention 为提及
-- column evidence: What speaks for it | 判断依据
-- column confidence: How sure that is, 0 to 1 | 可信度，0 至 1
-- column mentions: How often title and text name the town | 提及次数
-- check roles_are_known: select * from core.article_place where role not in ('origin', 'mention')
-- check one_origin_an_article: select article_id from core.article_place where role = 'origin'
--   group by all having count(*) > 1
-- check confidence_is_a_share: select * from core.article_place where confidence not between 0 and 1
select article_id, town_code, town_name, role, evidence, confidence, mentions
from raw.place as place
semi join (select article_id, version from raw.article where is_current) as article using (article_id, version)
