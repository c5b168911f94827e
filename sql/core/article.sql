-- Articles as they stand now: the current version of each, whatever its kind. | 稿件现状：每篇的当前版本，不论类型。
-- view
-- column article_id: Hash of the canonical URL | 规范网址的哈希
-- column version: Number of the current version; above 1 the site has changed it | 当前版本号；大于 1 表示网站改过
-- column county_code: County it is read for | 所属县代码
-- column site_key: Site that carries it | 刊载网站
-- column column_name: Column of the site that listed it | 所在栏目
-- column url: Address | 网址
-- column title: Headline | 标题
-- column published_at: Time of publication as printed; null where the page states none | 页面所印发布时间；未印则为空
-- column published_precision: second, minute or day | 时间精度：秒、分或日
-- column published_date: Day of publication | 发布日期
-- column source: Source as printed | 稿源（原文）
-- column body: Text, a paragraph a line | 正文，每段一行
-- column body_chars: Length of the text in characters | 正文字数
-- column kind: text, gallery, video, file or redirect | 类型：文字、图集、视频、文件或跳转
-- column is_mirror: Whether the page is a spam copy with readings put into the text | 是否为加注拼音的垃圾镜像页
-- column first_fetched_at: When this version was first fetched | 首次抓取此版本的时间
-- column gone_at: When the site was first found not to have it any more; null while it has it | 首次发现已下架的时间；在架则为空
-- check every_article_once: select article_id from raw.article where is_current group by all having count(*) > 1
-- check no_article_is_lost: select distinct article_id from raw.article
--   where article_id not in (select article_id from core.article)
select
    article.article_id,
    article.version,
    article.county_code,
    article.site_key,
    article.column_name,
    article.url,
    article.title,
    article.published_at,
    article.published_precision,
    article.published_at::date as published_date,
    article.source,
    article.body,
    article.body_chars,
    article.kind,
    coalesce(json_exists(article.evidence, '$.mirror'), false) as is_mirror,
    article.first_fetched_at,
    disappearance.gone_at
from raw.article as article
left join core.disappearance as disappearance using (article_id)
where article.is_current
