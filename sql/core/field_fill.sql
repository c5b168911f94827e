-- How many of the newest articles of each watched site and column have each field, and of those before: the last 6, the
-- last 20, and up to 200 before these. `chance` is the probability that articles read as before lack it so often.
-- | 各网站、栏目最新稿件的字段识别率与此前对比：最近 6 篇、20 篇及其前至多 200 篇；chance 为照常时缺失如此多的概率。
-- column county_code: County | 县代码
-- column site_key: Site | 网站
-- column column_name: Column; empty for the whole site | 栏目；空为全站
-- column field: title, time, author, source, editor, body; fallback: the text was not found by the last resort; template: the
--   page is built like others before | 字段：标题、时间、作者、来源、编辑、正文；fallback 为正文未用兜底方法；template 为页面结构与此前一致
-- column articles_now: Of the last 20 articles, those that could have it | 最近 20 篇中适用的篇数
-- column share_now: Share of them that have it, 0 to 1 | 其中具备的占比
-- column articles_before: Of up to 200 articles before them, those that could have it | 此前至多 200 篇中适用的篇数
-- column share_before: Share of them that had it | 其中具备的占比
-- column chance: Probability of so few; 1 where there is too little to compare (20 articles before, 6 now)
--   | 如此少的概率；可比稿件不足（此前 20 篇、现 6 篇）为 1
-- column lacking_since: When the oldest of the last 20 that lacks it was fetched; null where none does | 缺失者中最早一篇的抓取时间
-- column example_url: The newest that lacks it | 最新的缺失示例
-- check everything_once: select county_code, site_key, column_name, field from core.field_fill group by all having count(*) > 1
-- check shares_are_shares: select * from core.field_fill where share_now not between 0 and 1 or share_before not between 0 and 1
with scoped as (
    select article_id, county_code, site_key, column_name, news_date from core.news_item where column_name <> ''
    union all
    select article_id, county_code, site_key, '', news_date from core.news_item
),
-- In the order of their days: a backfill fetches the oldest last.
ranked as (
    select
        scoped.*,
        row_number() over (
            partition by scoped.county_code, scoped.site_key, scoped.column_name
            order by scoped.news_date desc, article.published_at desc nulls last, article_id
        ) as back
    from scoped
    join raw.article as article using (article_id)
    where article.is_current
    qualify back <= 220
),
built as (
    select link_id as article_id, arg_max(template, fetched_at) as template
    from raw.fetch
    where role = 'article' and template is not null and link_id in (select article_id from ranked)
    group by all
),
-- A redesign is one of the site: a column is not told of again when its own pages follow.
known as (
    select ranked.county_code, ranked.site_key, built.template
    from ranked
    join built using (article_id)
    where ranked.column_name = '' and ranked.back > 20
    group by all
    having count(*) > 1
),
credited as (
    select article_id, bool_or(role = 'author') as has_author, bool_or(role = 'editor') as has_editor
    from core.article_person
    where article_id in (select article_id from ranked)
    group by all
),
read as (
    select
        ranked.county_code, ranked.site_key, ranked.column_name, ranked.back,
        article.url, article.first_fetched_at,
        unnest([
            {'field': 'title', 'has': coalesce(article.title, '') <> ''},
            {'field': 'time', 'has': article.published_at is not null},
            {'field': 'author', 'has': coalesce(credited.has_author, false)},
            {'field': 'source', 'has': coalesce(article.source, '') <> ''},
            {'field': 'editor', 'has': coalesce(credited.has_editor, false)},
            {'field': 'body', 'has': case when article.kind = 'text' then article.body_chars > 0 end},
            {'field': 'fallback', 'has': json_extract_string(article.evidence, '$.body.rule') <> 'trafilatura'},
            {'field': 'template', 'has': case when built.template is not null then known.template is not null end}
        ], recursive := true)
    from ranked
    join raw.article as article on article.article_id = ranked.article_id and article.is_current
    left join built on built.article_id = ranked.article_id
    left join known on known.county_code = ranked.county_code and known.site_key = ranked.site_key and known.template = built.template
    left join credited on credited.article_id = ranked.article_id
),
counted as (
    select
        county_code, site_key, column_name, field,
        count(has) filter (back <= 6) as last_6,
        count(*) filter (back <= 6 and has) as having_6,
        count(has) filter (back <= 20) as articles_now,
        count(*) filter (back <= 20 and has) as having_20,
        count(has) filter (back > 20) as articles_before,
        count(*) filter (back > 20 and has) as having_before,
        (having_before + 1) / (articles_before + 3) as usual, -- two more may lack it than were seen to
        min(first_fetched_at) filter (back <= 20 and not has) as lacking_since,
        arg_min(url, back) filter (back <= 20 and not has) as example_url
    from read
    group by all
)
select
    county_code, site_key, column_name, field,
    articles_now,
    having_20 / nullif(articles_now, 0) as share_now,
    articles_before,
    having_before / nullif(articles_before, 0) as share_before,
    case
        when articles_before < 20 or last_6 < 6 then 1
        else least(1, list_min([
            list_sum([
                exp(
                    lgamma(sample.size + 1) - lgamma(found + 1) - lgamma(sample.size - found + 1)
                    + found * ln(usual) + (sample.size - found) * ln(1 - usual)
                )
                for found in range(0, sample.having + 1)
            ])
            for sample in [{'size': last_6, 'having': having_6}, {'size': articles_now, 'having': having_20}]
        ]))
    end as chance,
    lacking_since,
    example_url
from counted
