-- Every version of every article; the text of each is in raw.article. | 每篇稿件的所有版本；各版本正文见 raw.article。
-- view
-- column article_id: Article | 稿件
-- column version: Counts from 1 in the order of loading | 版本号，按入库次序从 1 起
-- column is_current: Whether this is what the newest answer shows | 是否为当前版本
-- column county_code: County it is read for | 所属县代码
-- column url: Address | 网址
-- column title: Headline | 标题
-- column published_at: Time of publication as printed | 页面所印发布时间
-- column source: Source as printed | 稿源（原文）
-- column body_chars: Length of the text in characters | 正文字数
-- column first_fetched_at: When this version was first fetched | 首次抓取此版本的时间
-- column fetched_at: When this version was last fetched | 最近抓取此版本的时间
select
    article_id, version, is_current, county_code, url, title, published_at, source, body_chars,
    first_fetched_at, fetched_at
from raw.article
