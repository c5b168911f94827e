-- Pairs of articles of a county whose texts or headlines are nearly the same, the later one with an earlier one.
-- Only articles that share a key are compared: one of 16 pieces of the MinHash signature, all numbers, or the headline;
-- in each group with the first and with the one before, so that the work grows with the articles and not their square.
-- | 同县内正文或标题近似的稿件对（后者与前者）。只比较共享签名片段、全部数字或标题的稿件，工作量随稿件数线性增长。
-- column article_id: The later article | 较晚的稿件
-- column earlier_article_id: The earlier article | 较早的稿件
-- column agreement: Share of the shingles of both that they have in common, as estimated by MinHash; null without texts | 正文相似度估计（MinHash）；无正文则为空
-- column is_same_headline: Whether their headlines are the same | 标题是否相同
-- column has_other_numbers: Whether most numbers of the two texts differ: a bulletin that is used again every month | 数字是否大多不同（按月套用的简报）
-- check later_comes_later: select * from core.near_duplicate where article_id = earlier_article_id
with text as (
    select
        appearance.rowid as number,
        appearance.article_id,
        appearance.county_code,
        appearance.headline,
        fingerprint.signature,
        fingerprint.numbers
    from core.appearance as appearance
    left join raw.fingerprint as fingerprint using (article_id, version)
),
keyed as materialized (
    select number, hash(county_code, 'text', piece, signature[4 * piece + 1 : 4 * piece + 4]) as key
    from text
    cross join range(16) as pieces (piece)
    where len(signature) = 64
    union all
    select number, hash(county_code, 'numbers', numbers) from text where len(numbers) >= 5
    union all
    select number, hash(county_code, 'headline', headline) from text where headline is not null
),
shared as materialized (
    select key, min(number) as first_number from keyed group by key having count(*) > 1
),
neighbour as (
    select number, first_number as earlier_number
    from keyed
    join shared using (key)
    where number > first_number
    union
    select number, lag(number) over (partition by key order by number) as earlier_number
    from keyed
    semi join shared using (key)
),
compared as (
    select
        later.article_id,
        earlier.article_id as earlier_article_id,
        case
            when len(later.signature) = 64 and len(earlier.signature) = 64
                then len(list_filter(range(1, 65), lambda i: later.signature[i] = earlier.signature[i])) / 64
        end as agreement,
        coalesce(later.headline = earlier.headline, false) as is_same_headline,
        coalesce(
            least(len(later.numbers), len(earlier.numbers)) >= 3
            and 2 * len(list_intersect(later.numbers, earlier.numbers))
                < least(len(later.numbers), len(earlier.numbers)),
            false
        ) as has_other_numbers
    from neighbour
    join text as later on later.number = neighbour.number
    join text as earlier on earlier.number = neighbour.earlier_number
)
select *
from compared
where agreement >= 0.5 or (is_same_headline and coalesce(agreement, 1) >= 0.2)
