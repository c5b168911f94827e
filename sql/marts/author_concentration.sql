-- Whether few or many write for each place. A story is shared equally by the people credited as its authors: by those of
-- its original, or where that credits none, of its earliest copy that does. Offices are no authors, and nobody is named.
-- | 作者集中度：新闻由其署名作者平分；以首发稿署名为准，首发稿未署个人者取最早署个人的转载稿。单位不算作者，不列姓名。
-- column place_code: Town or county | 乡镇或县代码
-- column place_name: Its name | 名称
-- column place_kind: town or county | 乡镇或县
-- column county_code: County | 所属县代码
-- column county_name: Name of the county | 所属县名
-- column period_kind: month, quarter, year or all | 月、季、年或全部
-- column period_start_date: First day of the period | 期间首日
-- column is_complete: Whether the county's articles reach its end | 期间是否已完整
-- column coverage_share: How completely the county's sites were crawled in it, 0 to 1 | 采集覆盖率，0 至 1
-- column stories: Stories of the place | 新闻数
-- column authors: Different people credited | 署名作者人数
-- column credited_stories: Stories that credit people, summed over the authors by their shares | 有个人署名的新闻数（按作者分摊后合计）
-- column top_author_share: Share of these by the author with the most, 0 to 1; null without any | 首位作者占比；无署名则为空
-- column hhi: Herfindahl-Hirschman index of the authors' shares: 1 when one writes all; null without any
--   | 作者份额的赫芬达尔指数，一人独写为 1；无署名则为空
-- column regular_authors: Authors of five stories or more in the period, whole or in part | 该期参与五条及以上的作者人数
-- column anonymous_stories: Stories that credit nobody, or only an office | 未署个人的新闻数
-- check one_row_for_every_place_and_period: select * from (
--   select (select count(*) from mart.author_concentration) as found, (select count(*) from core.place_period) as frame)
--   where found <> frame
-- check every_place_once: select place_code, period_kind, period_start_date from mart.author_concentration group by all
--   having count(*) > 1
-- check credited_and_anonymous_are_all: select * from mart.author_concentration
--   where abs(credited_stories + anonymous_stories - stories) > 1e-3 or stories is null
-- check shares_are_shares: select * from mart.author_concentration where top_author_share not between 0 and 1 + 1e-6
--   or hhi not between 0 and 1 + 1e-6 or regular_authors > authors
-- check stories_add_up: select county_code from mart.author_concentration join (
--   select county_code, count(*) as counted from core.story group by all) using (county_code)
--   where period_kind = 'all' and place_kind = 'county' and stories <> counted
with author as (
    select distinct article_id, person_key
    from core.article_person
    where role = 'author' and office is null
),
-- The original before its copies, and these in the order of time.
credited as (
    select
        publication.story_id,
        arg_min(
            publication.article_id,
            (not publication.is_original, coalesce(appearance.told_at, timestamp '9999-12-31'), publication.article_id)
        ) as article_id
    from core.publication as publication
    join core.appearance as appearance using (article_id)
    semi join author using (article_id)
    where publication.is_counted or publication.is_original
    group by publication.story_id
),
story_author as (
    select
        credited.story_id,
        author.person_key,
        1 / count(*) over (partition by credited.story_id) as credit
    from credited
    join author using (article_id)
),
written as (
    select
        placed.place_code,
        placed.period_kind,
        placed.period_start_date,
        story_author.person_key,
        sum(story_author.credit) as credit,
        count(*) as stories
    from story_author
    join core.place_story as placed using (story_id)
    group by all
),
concentrated as (
    select
        place_code,
        period_kind,
        period_start_date,
        count(*) as authors,
        sum(credit) as credited_stories,
        max(credit) / sum(credit) as top_author_share,
        sum(credit * credit) / sum(credit) ** 2 as hhi,
        count(*) filter (stories >= 5) as regular_authors
    from written
    group by all
),
counted as (
    select
        placed.place_code,
        placed.period_kind,
        placed.period_start_date,
        count(*) as stories,
        count(*) filter (credited.story_id is null) as anonymous_stories
    from core.place_story as placed
    left join credited using (story_id)
    group by all
)
select
    place.place_code,
    place.place_name,
    place.place_kind,
    place.county_code,
    place.county_name,
    place.period_kind,
    place.period_start_date,
    place.is_complete,
    place.coverage_share,
    coalesce(counted.stories, 0) as stories,
    coalesce(concentrated.authors, 0) as authors,
    coalesce(concentrated.credited_stories, 0) as credited_stories,
    concentrated.top_author_share,
    concentrated.hhi,
    coalesce(concentrated.regular_authors, 0) as regular_authors,
    coalesce(counted.anonymous_stories, 0) as anonymous_stories
from core.place_period as place
left join counted using (place_code, period_kind, period_start_date)
left join concentrated using (place_code, period_kind, period_start_date)
