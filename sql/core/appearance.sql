-- Each article as an appearance of a story: when, where, from which town. In the order of time within a county.
-- | 每篇稿件作为一次刊发：时间、媒体、乡镇；县内按时间排列。
-- column article_id: Article | 稿件
-- column version: Its current version | 当前版本
-- column county_code: County it is read for | 所属县代码
-- column site_key: Site that carries it | 刊载网站
-- column published_at: Time of publication; null where none is printed, or it cannot be true | 发布时间；未印或不可信则为空
-- column published_date: Day of that | 发布日期
-- column is_timed: Whether hour and minute are known | 是否精确到时分
-- column told_at: Where it stands in time: a day without an hour counts as its end | 排序时间：只有日期者按当日末计
-- column site_level: Level of the site | 网站级别
-- column source_outlet: Outlet that it names as its source; null where it is none that is known | 所署稿源；无法判断则为空
-- column source_level: Level of that outlet | 稿源级别
-- column is_mirror: Whether it is a spam copy, which never counts | 是否为垃圾镜像页，不计入
-- column town_code: Town it comes from, by its own evidence | 按自身证据判定的所属乡镇
-- column headline: Headline without town, punctuation and spaces; null where it is too short to tell stories apart | 去除地名与标点的标题；过短则为空
-- check every_article_once: select article_id from core.appearance group by all having count(*) > 1
-- check no_article_is_lost: select article_id from raw.article where is_current
--   and article_id not in (select article_id from core.appearance)
with placed as (
    select
        article.article_id,
        article.version,
        article.county_code,
        article.site_key,
        case
            when article.published_at between date '1998-01-01' and article.first_fetched_at + interval 1 day
                then article.published_at
        end as published_at,
        article.published_precision <> 'day' as is_timed,
        article.source,
        article.is_mirror,
        place.town_code,
        -- 某县宋家镇：春茶开采 and 宋家镇春茶开采 are one headline.
        strpos(article.title, place.town_name) as town_start,
        regexp_replace(
            case
                when town_start between 1 and 7 then substr(article.title, town_start + length(place.town_name))
                else regexp_replace(article.title, '^[^：:]{2,14}(镇|乡|街道|街道办|办事处)\s*[：:]', '')
            end,
            '[\p{P}\p{S}\s]+', '', 'g'
        ) as headline
    from core.article as article
    left join raw.place as place
        on place.article_id = article.article_id and place.version = article.version and place.role = 'origin'
        -- A town that has left the county's list is none: its news is the county's.
        and place.town_code in (select town_code from core.town)
)
select
    placed.article_id,
    placed.version,
    placed.county_code,
    placed.site_key,
    placed.published_at,
    placed.published_at::date as published_date,
    placed.published_at is not null and placed.is_timed as is_timed,
    case when placed.is_timed then placed.published_at else published_date + interval 86399 second end as told_at,
    site.level as site_level,
    source.outlet_name as source_outlet,
    source.level as source_level,
    placed.is_mirror,
    placed.town_code,
    -- Shorter ones (任前公示, 工作动态) are used over and over.
    case when length(placed.headline) >= 8 then placed.headline end as headline
from placed
left join core.site as site using (county_code, site_key)
left join raw.source as source using (county_code, source)
order by placed.county_code, told_at nulls last, placed.article_id
