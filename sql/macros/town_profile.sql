-- One town (or county) on one page: figures, topics, slogans, claims, neighbours alike, outlets and newest stories, one
-- row each. from town_profile('宋家镇'). stories_of leads from the figures to the articles.
-- | 一地概览：数据、主题、口号、声称数据、相似地区、刊载媒体与最新新闻，一行一项；明细见 stories_of。
-- parameter town: Town or county as people name it: 宋家镇, 白河县宋家镇, a former name | 地名，可带县名，亦可用旧称
-- column place_name: The place, with its county | 地名（带县名）
-- column section: Part of the page | 部分
-- column what: Figure, topic, slogan, indicator, place, outlet or headline | 指标、主题、口号、地区、媒体或标题
-- column value: Its value, as text; null where there is none | 数值（文本）；无则为空
-- column detail: What is to be known beside it: rank, sentence, coverage | 补充：名次、原句、覆盖率
-- column url: Address of the story it rests on, where it is one | 所据新闻网址（如有）
with asked as (
    select distinct name.place_code, name.shown_name
    from core.place_name as name
    where name.typed_name = trim(town, ' 　')
),
frame as (
    select asked.place_code, period.period_kind, period.period_start_date, period.coverage_share
    from asked
    join core.place_period as period using (place_code)
    where period.period_kind = 'all' or (period.period_kind = 'quarter' and period.is_complete)
    qualify period.period_start_date = max(period.period_start_date) over (
        partition by period.place_code, period.period_kind
    )
),
figure as (
    select
        frame.place_code,
        case when frame.period_kind = 'all' then '1 全部 all' else '2 最近完整季度 quarter' end as section,
        unnest([
            {'line': 1, 'what': '采集覆盖率 coverage', 'value': round(frame.coverage_share, 3)::varchar, 'detail': '自 ' || frame.period_start_date},
            {'line': 2, 'what': '新闻条数 stories', 'value': output.stories::varchar, 'detail': '同组第 ' || output.peer_rank || ' 名'},
            {'line': 3, 'what': '刊发篇数 publications', 'value': output.publications::varchar, 'detail': '县级以上采用 ' || reprint.stories_above_county || ' 条'},
            {'line': 4, 'what': '静默天数 silent days', 'value': silence.silent_days::varchar, 'detail': '最近一条 ' || coalesce(silence.last_story_date::varchar, '无')},
            {'line': 5, 'what': '声称数据 claims', 'value': drift.claims::varchar, 'detail': '下降 ' || drift.fell || '，翻倍 ' || drift.doubled || '，满一年未变 ' || drift.repeated},
            {'line': 6, 'what': '作者数 authors', 'value': author.authors::varchar, 'detail': '未署个人 ' || author.anonymous_stories || ' 条'}
        ]) as entry
    from frame
    left join mart.output_rank as output using (place_code, period_kind, period_start_date)
    left join mart.reprints as reprint using (place_code, period_kind, period_start_date)
    left join mart.silence as silence using (place_code, period_kind, period_start_date)
    left join mart.claim_drift as drift using (place_code, period_kind, period_start_date)
    left join mart.author_concentration as author using (place_code, period_kind, period_start_date)
),
topic as (
    select
        place_code,
        topic,
        row_number() over (partition by place_code order by topic_share desc, topic) as line,
        round(topic_share, 3)::varchar as value,
        stories || ' 条涉及，区位商 ' || coalesce(round(location_quotient, 2)::varchar, '无') as detail
    from mart.topic_share
    semi join asked using (place_code)
    where period_kind = 'all' and stories > 0
),
slogan as (
    select
        place_code,
        slogan,
        row_number() over (partition by place_code order by stories desc, slogan) as line,
        stories::varchar as value,
        '首用 ' || coalesce(first_use_date::varchar, '日期不明') || '，同组第 ' || coalesce(adoption_rank::varchar, '?') || ' 个' as detail,
        first_story_id
    from mart.slogan_diffusion
    semi join asked using (place_code)
    where stories > 0
),
claim as (
    select
        asked.place_code,
        quantity.indicator,
        row_number() over (
            partition by asked.place_code order by story.published_date desc nulls last, story.story_id, quantity.position
        ) as line,
        quantity.value || quantity.unit as value,
        coalesce(story.published_date || ' ', '') || quantity.sentence as detail,
        story.url
    from asked
    join core.place_story as placed on placed.place_code = asked.place_code and placed.period_kind = 'all'
    join core.story as story on story.story_id = placed.story_id
    join core.article_quantity as quantity on quantity.article_id = story.story_id
),
alike as (
    select
        asked.place_code,
        pair.alike_name,
        row_number() over (partition by asked.place_code order by pair.topic_cosine desc, pair.alike_name) as line,
        round(pair.topic_cosine, 3)::varchar as value,
        '相同文本 ' || pair.shared_text_stories || ' 条' as detail
    from asked
    join (
        select place_code, other_place_name as alike_name, topic_cosine, shared_text_stories
        from mart.similarity
        where period_kind = 'all' and topic_cosine is not null
        union all
        select other_place_code, place_name, topic_cosine, shared_text_stories
        from mart.similarity
        where period_kind = 'all' and topic_cosine is not null
    ) as pair using (place_code)
),
outlet as (
    select
        asked.place_code,
        outlet.outlet_name,
        row_number() over (partition by asked.place_code order by max(outlet.level_rank) desc, count(*) desc, outlet.outlet_name) as line,
        count(*)::varchar as value,
        any_value(outlet.level) as detail
    from asked
    join core.place_story as placed on placed.place_code = asked.place_code and placed.period_kind = 'all'
    join core.story_outlet as outlet on outlet.story_id = placed.story_id
    group by asked.place_code, outlet.outlet_name
),
newest as (
    select
        asked.place_code,
        story.title,
        row_number() over (partition by asked.place_code order by story.published_date desc nulls last, story.story_id) as line,
        story.published_date::varchar as value,
        '刊发 ' || story.publication_count || ' 次' as detail,
        story.url
    from asked
    join core.place_story as placed on placed.place_code = asked.place_code and placed.period_kind = 'all'
    join core.story as story on story.story_id = placed.story_id
),
page as (
    select place_code, section, entry.line as line, entry.what as what, entry.value as value, entry.detail as detail, null as url
    from figure
    union all
    select place_code, '3 主题 topics', line, topic, value, detail, null from topic
    union all
    select slogan.place_code, '4 口号 slogans', slogan.line, slogan.slogan, slogan.value, slogan.detail, story.url
    from slogan
    left join core.story as story on story.story_id = slogan.first_story_id
    where slogan.line <= 10
    union all
    select place_code, '5 声称数据 claims', line, indicator, value, detail, url from claim where line <= 10
    union all
    select place_code, '6 相似地区 alike', line, alike_name, value, detail, null from alike where line <= 5
    union all
    select place_code, '7 刊载媒体 outlets', line, outlet_name, value, detail, null from outlet where line <= 10
    union all
    select place_code, '8 最新新闻 newest', line, title, value, detail, url from newest where line <= 10
)
select asked.shown_name as place_name, page.section, page.what, page.value, page.detail, page.url
from asked
join page using (place_code)
order by asked.shown_name, page.section, page.line
