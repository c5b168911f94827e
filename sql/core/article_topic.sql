-- Topics of articles by the dictionary topic_word.csv; what their shares lack to 1 is unexplained. | 按词典判定的稿件主题；份额之和不足 1 的部分为未解释。
-- view
-- column article_id: Article | 稿件
-- column topic: Topic | 主题
-- column share: Share of the article, 0 to 1 | 占全文的份额，0 至 1
-- column score: Weight of the words that speak for it | 词语加权得分
-- column words: Words that speak for it, the most telling first | 依据的词语
-- check shares_are_at_most_one: select article_id from core.article_topic group by all having sum(share) > 1 + 1e-6
-- check every_topic_once: select article_id, topic from core.article_topic group by all having count(*) > 1
select article_id, topic, share, score, words
from raw.topic as topic
semi join (select article_id, version from raw.article where is_current) as article using (article_id, version)
