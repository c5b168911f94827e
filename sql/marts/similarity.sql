-- How alike places are: towns of one county pair by pair, and counties of one province, by the topics of their stories and
-- by texts that they share. Each pair is one row in each quarter, year and in all time; within a month stories are too few.
-- | 相似度：同县乡镇两两相比，同省各县两两相比，按主题结构与共用文本。每对每季、每年、全部各一行；月份新闻太少，不比。
-- column place_code: Town or county, the one with the lower code | 乡镇或县代码（代码较小者）
-- column place_name: Its name | 名称
-- column place_kind: town or county | 乡镇或县
-- column county_code: County of the first; of a county itself | 前者所属县代码
-- column county_name: Name of that county | 前者所属县名
-- column period_kind: quarter, year or all | 季、年或全部
-- column period_start_date: First day of the period | 期间首日
-- column is_complete: Whether the articles of both reach its end | 两地期间是否均已完整
-- column coverage_share: How completely the sites of both were crawled in it, on average, 0 to 1; null where one is not
--   known | 两地平均采集覆盖率，0 至 1；一方未知则为空
-- column other_place_code: The other one of the pair | 另一地代码
-- column other_place_name: Its name | 另一地名称
-- column stories: Stories of the first | 前者的新闻数
-- column other_stories: Stories of the other | 后者的新闻数
-- column topic_cosine: Cosine of the weights of their topics: 1 for the same mixture, 0 for none in common; null where
--   one has no stories, or none with a topic | 主题权重的余弦相似度；任一方无新闻或无主题则为空
-- column shared_text_stories: Stories of the first with nearly the text of a story of the other, of the same period; by
--   core.shared_text one finds them. Null where one has no stories, and for counties, whose texts are not compared
--   | 前者与后者同期新闻文本近似的条数，明细见 core.shared_text；任一方无新闻则为空，县之间不比文本亦为空
-- column shared_text_share: Share of the first's stories that these are, 0 to 1 | 占前者新闻的比例
-- check every_pair_once: select place_code, other_place_code, period_kind, period_start_date from mart.similarity
--   group by all having count(*) > 1
-- check pairs_are_in_order: select * from mart.similarity where place_code >= other_place_code
-- check every_pair_of_towns: select county_code from (
--   select county_code, count(*) as pairs from mart.similarity where place_kind = 'town' and period_kind = 'all' group by all)
--   join (select county_code, count(*) as towns from core.place where place_kind = 'town' group by all) using (county_code)
--   where pairs <> towns * (towns - 1) / 2
-- check shares_are_shares: select * from mart.similarity where topic_cosine not between 0 and 1
--   or shared_text_share not between 0 and 1 or shared_text_stories > stories or stories is null or other_stories is null
-- check periods_are_known: select * from mart.similarity where period_kind not in ('quarter', 'year', 'all')
-- check stories_add_up: select place_code from mart.similarity join (
--   select place_code, count(*) as counted from core.place_story where period_kind = 'all' group by all)
--   using (place_code) where period_kind = 'all' and stories <> counted
with story as materialized (
    select place_code, period_kind, period_start_date, story_id
    from core.place_story
    where period_kind <> 'month'
),
counted as (
    select place_code, period_kind, period_start_date, count(*) as stories
    from story
    group by all
),
place as materialized (
    select
        place.*,
        -- A county of no known province has no peers.
        case when place.place_kind = 'town' then place.county_code else county.province_name end as pair_group,
        coalesce(counted.stories, 0) as stories
    from core.place_period as place
    join core.county as county using (county_code)
    left join counted using (place_code, period_kind, period_start_date)
    where place.period_kind <> 'month'
),
profile as materialized (
    select
        place.place_kind,
        place.pair_group,
        place.place_code,
        place.period_kind,
        place.period_start_date,
        topic.topic,
        sum(topic.share) as weight
    from story
    join core.article_topic as topic on topic.article_id = story.story_id
    join place using (place_code, period_kind, period_start_date)
    group by all
),
length as (
    select place_code, period_kind, period_start_date, sqrt(sum(weight * weight)) as length
    from profile
    group by all
),
common as (
    select
        one.place_code,
        other.place_code as other_place_code,
        period_kind,
        period_start_date,
        sum(one.weight * other.weight) as product
    from profile as one
    join profile as other using (place_kind, pair_group, period_kind, period_start_date, topic)
    where one.place_code < other.place_code
    group by all
),
-- A text of many stories is paired story by town and not story by story.
told as materialized (
    select text.text_id, story.place_code, story.period_kind, story.period_start_date, story.story_id
    from core.shared_text as text
    join story using (story_id)
    join core.place as place on place.place_code = story.place_code and place.place_kind = 'town'
),
shared as (
    select
        one.place_code,
        other.place_code as other_place_code,
        period_kind,
        period_start_date,
        count(distinct one.story_id) as stories
    from told as one
    join (select distinct text_id, place_code, period_kind, period_start_date from told) as other
        using (text_id, period_kind, period_start_date)
    where one.place_code < other.place_code
    group by all
)
select
    one.place_code,
    one.place_name,
    one.place_kind,
    one.county_code,
    one.county_name,
    one.period_kind,
    one.period_start_date,
    one.is_complete and other.is_complete as is_complete,
    (one.coverage_share + other.coverage_share) / 2 as coverage_share,
    other.place_code as other_place_code,
    other.place_name as other_place_name,
    one.stories,
    other.stories as other_stories,
    case
        when one_length.length > 0 and other_length.length > 0
            -- Rounding makes a little more than 1 of the same mixture.
            then least(1, coalesce(common.product, 0) / (one_length.length * other_length.length))
    end as topic_cosine,
    case
        when one.place_kind = 'town' and one.stories > 0 and other.stories > 0 then coalesce(shared.stories, 0)
    end as shared_text_stories,
    shared_text_stories / one.stories as shared_text_share
from place as one
join place as other using (place_kind, pair_group, period_kind, period_start_date)
left join length as one_length
    on one_length.place_code = one.place_code
    and one_length.period_kind = one.period_kind
    and one_length.period_start_date = one.period_start_date
left join length as other_length
    on other_length.place_code = other.place_code
    and other_length.period_kind = one.period_kind
    and other_length.period_start_date = one.period_start_date
left join common
    on common.place_code = one.place_code
    and common.other_place_code = other.place_code
    and common.period_kind = one.period_kind
    and common.period_start_date = one.period_start_date
left join shared
    on shared.place_code = one.place_code
    and shared.other_place_code = other.place_code
    and shared.period_kind = one.period_kind
    and shared.period_start_date = one.period_start_date
where one.place_code < other.place_code
