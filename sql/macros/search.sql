-- Articles with all the words, the best match first (BM25). from search('茶园 改造'). Words without spaces between them are
-- taken apart as the index has them: 茶园改造 finds what has 茶园 and 改造. Mirrors are left out.
-- | 全文检索，按 BM25 排序；空格分隔的词须全部出现。连写的词按索引拆开：茶园改造 可检出含 茶园 与 改造 的稿件。镜像页不列。
-- parameter words: What to look for, in words of two signs and more, or numbers | 检索词（两字以上，或数字），以空格分隔
-- column score: How well it matches: rare words count more, and often in a short text | 匹配得分（BM25）
-- column town_name: Town of its story, with its county; null where nothing says so | 新闻所属乡镇（带县名）；无依据则为空
-- column published_date: Day of publication; null where the page states none | 发布日期；未印则为空
-- column title: Headline | 标题
-- column url: Address | 网址
-- column article_id: Article | 稿件
-- column snippet: Text around the first word that was found | 首个检索词前后的文字
-- column story_id: Story that it tells: a reprint has that of its original | 所属新闻；转载与首发相同
with part as (
    -- The index lacks single signs and letters; numbers it has.
    select part_number, part_text
    from (
        select
            unnest(regexp_extract_all(lower(words), '\p{Han}+|[\p{Latin}\p{Greek}\p{Cyrillic}0-9]+(?:\.[0-9]+)*')) as part_text,
            unnest(range(length(words))) as part_number
    )
    where length(part_text) > 1 or part_text between '0' and '9'
),
-- What may stand in the index for a part: itself, and of Chinese all that is two to four signs long.
candidate as (
    select part_number, 1 as first_sign, length(part_text) as signs, part_text as word from part
    union
    select part_number, first_sign, signs, substr(part_text, first_sign, signs)
    from (
        select part_number, part_text, signs, unnest(range(1, length(part_text) - signs + 2)) as first_sign
        from part
        cross join (values (2), (3), (4)) as sizes (signs)
        where regexp_full_match(part_text, '\p{Han}+') and length(part_text) > signs
    )
),
indexed as (
    select text.article_id, text.words as indexed_words, text.word_count
    from raw.search_text as text
    join core.appearance as appearance
        on appearance.article_id = text.article_id and appearance.version = text.version
    where not appearance.is_mirror
),
found as materialized (
    select
        word.word,
        indexed.article_id,
        indexed.word_count,
        split_part(split_part(indexed.indexed_words, ' ' || word.word || ':', 2), ' ', 1)::integer as uses
    from (select distinct word from candidate) as word
    join indexed on contains(indexed.indexed_words, ' ' || word.word || ':')
),
-- Signs of each part that an article's words cover.
covered as (
    select part_number, part_length, article_id, count(*) as covered_signs, list_sort(list(sign)) as signs
    from (
        select distinct
            candidate.part_number,
            length(part.part_text) as part_length,
            found.article_id,
            unnest(range(candidate.first_sign, candidate.first_sign + candidate.signs)) as sign
        from found
        join candidate using (word)
        join part using (part_number)
    )
    group by all
),
-- Of Chinese, the index leaves out a sign that stands alone between words (红屋檐 is 屋檐): such a gap is filled by the text itself.
gap as (
    select part_number, article_id
    from (
        select part_number, article_id, unnest(signs) as sign, unnest(list_concat([0], signs[:-2])) as sign_before, part_length
        from covered
        where covered_signs < part_length
    )
    group by all
    having max(sign - sign_before) <= 2 and max(sign) >= any_value(part_length) - 1
),
complete as (
    select part_number, article_id from covered where covered_signs = part_length
    union all
    select gap.part_number, gap.article_id
    from gap
    join part using (part_number)
    join core.article as article using (article_id)
    where contains(concat(article.title, ' ', article.body), part.part_text)
),
matched as (
    select article_id from complete group by article_id having count(distinct part_number) = (select count(*) from part)
),
size as (
    select count(*) as articles, avg(word_count) as mean_words from indexed
),
rarity as (
    select
        counted.word,
        ln(1 + (size.articles - counted.with_word + 0.5) / (counted.with_word + 0.5)) as weight,
        size.mean_words
    from (select word, count(*) as with_word from found group by word) as counted
    cross join size
),
ranked as (
    select
        found.article_id,
        sum(
            rarity.weight * found.uses * 2.2 / (found.uses + 1.2 * (0.25 + 0.75 * found.word_count / rarity.mean_words))
        ) as score
    from found
    semi join matched using (article_id)
    join rarity using (word)
    group by found.article_id
),
-- Where the first word stands in the text: as typed, or else the first of its parts.
placed as (
    select
        ranked.article_id,
        arg_min(
            -- Chinese has no capitals, and lowering long texts takes most of the time of a search.
            strpos(
                case when regexp_full_match(candidate.word, '\p{Han}+') then article.body else lower(article.body) end,
                candidate.word
            ),
            (candidate.part_number, -candidate.signs, candidate.first_sign)
        ) filter (
            contains(
                case when regexp_full_match(candidate.word, '\p{Han}+') then article.body else lower(article.body) end,
                candidate.word
            )
        ) as starts_at
    from ranked
    join core.article as article using (article_id)
    cross join candidate
    group by ranked.article_id
)
select
    round(ranked.score, 3) as score,
    town.county_name || town.place_name as town_name,
    appearance.published_date,
    article.title,
    article.url,
    article.article_id,
    replace(substr(article.body, greatest(1, coalesce(placed.starts_at, 1) - 20)::bigint, 60), chr(10), ' ') as snippet,
    publication.story_id
from ranked
join placed using (article_id)
join core.article as article using (article_id)
join core.appearance as appearance using (article_id)
join core.publication as publication using (article_id)
left join core.place as town on town.place_code = publication.story_town_code
order by score desc, appearance.published_date desc nulls last, article.article_id
