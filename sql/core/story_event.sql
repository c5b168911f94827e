-- Day of the event that a story tells, where the beginning of its original's text prints one: "7月4日，" or "12日，".
-- Only days from 60 before the publication up to its own are taken: others are plans, or history. A day that sets a limit
-- (截至7月4日, 7月1日起, 12日前) is no event's, nor is that of a report (12月9日电, 1月17日讯). A year that is not printed is
-- that of the publication or the one before, a month likewise; of "7月4日至6日" the first day counts.
-- | 新闻所述事件的日期，取自首发稿正文开头（“7月4日，”“12日，”）；只取刊发前 60 天以内至当日者。表示界限者（截至、起、前）
-- 与电头日期（电、讯）不取；未印年、月者按刊发日期推定；“7月4日至6日”取首日。
-- column story_id: Story | 新闻
-- column event_date: Day of the event | 事件日期
-- column printed: The day as printed, without spaces | 原文日期（去空格）
-- check every_story_once: select story_id from core.story_event group by all having count(*) > 1
-- check events_are_of_stories: select * from core.story_event anti join core.story using (story_id)
-- check events_come_before_their_publication: select * from core.story_event join core.story using (story_id)
--   where event_date is null or published_date - event_date not between 0 and 60
with beginning as (
    select
        story.story_id,
        story.published_date,
        -- The first sentence at most: 本网讯（记者 甲一）7月4日，…
        regexp_extract(regexp_replace(left(article.body, 120), '\s+', '', 'g')[:60], '^[^。！？]*') as text
    from core.story as story
    join core.article as article on article.article_id = story.story_id
    where story.published_date is not null and contains(left(article.body, 120), '日')
),
-- What is found is put into a list and taken out again: DuckDB moves no condition to before that, and so searches once
-- and not again for each field that a condition names.
found as materialized (
    select
        story_id,
        published_date,
        unnest([regexp_extract(
            text,
            '(截至|截止|[自从至到]|)((?:(\d{4})年)?(\d{1,2})月(\d{1,2})日)(起|前|后|以来|以前|以后|之前|之后|是|为|电|讯|消息|报道|)',
            ['before', 'printed', 'year', 'month', 'day', 'after']
        )]) as dated,
        -- A day without a month, 12日 or 今（12）日, must stand by itself, for 历时12日 and 每月12日 are none.
        unnest([regexp_extract(
            text, '(?:^|讯|电|[^\p{Han}\d])((?:[今昨][（(])?(\d{1,2})[）)]?日)(?:[，,]|上午|中午|下午|晚|凌晨|清晨|早)', ['printed', 'day']
        )]) as day_only
    from beginning
),
-- Numbers are cast by trying: DuckDB may cast before it leaves out the rows that have none.
read as (
    select
        story_id,
        published_date,
        dated.printed,
        try_cast(dated.month as integer) as month,
        try_cast(dated.day as integer) as day,
        -- On 3 January, 12月30日 is last year's.
        coalesce(
            try_cast(dated.year as integer),
            year(published_date) - ((month, day) > (month(published_date), day(published_date)))::integer
        ) as year
    from found
    where dated.printed <> '' and dated.before = '' and dated.after = ''
    union all
    select
        story_id,
        published_date,
        day_only.printed,
        month(in_month),
        try_cast(day_only.day as integer),
        year(in_month)
    from (
        select
            *,
            -- On the 1st, 30日 is one of the month before.
            case
                when try_cast(day_only.day as integer) > day(published_date)
                    then date_trunc('month', published_date) - interval 1 day
                else published_date
            end as in_month
        from found
    )
    where dated.printed = '' and day_only.printed <> ''
)
select story_id, event_date, printed
from (
    select *, try_cast(format('{:04d}-{:02d}-{:02d}', year, month, day) as date) as event_date
    from read
)
where published_date - event_date between 0 and 60
