-- Each article with the day on which it was news: as printed, else as listed, else when it was first seen. Unlike a day of
-- publication it is never missing, so that a site whose times cannot be read is not taken for silent.
-- | 每篇稿件的新闻日：页面所印日期，其次列表日期，再次首次出现日；不会缺失。
-- view
-- column article_id: Article | 稿件
-- column county_code: County it is read for | 所属县代码
-- column site_key: Site that carries it | 网站
-- column column_name: Column that listed it | 栏目
-- column news_date: Day on which it was news | 新闻日
select
    appearance.article_id,
    appearance.county_code,
    appearance.site_key,
    article.column_name,
    coalesce(
        appearance.published_date,
        least(link.listed_date, article.first_fetched_at::date + 1),
        link.first_seen_at::date,
        article.first_fetched_at::date
    ) as news_date
from core.appearance as appearance
join raw.article as article on article.article_id = appearance.article_id and article.version = appearance.version
left join raw.link as link on link.link_id = appearance.article_id
