-- The warehouse. `raw` is what was read, a projection of the archive and of nothing else; `core` and `mart` are
-- made from it by the files in sql/. Every table and every column says what it is.
-- All `_at` times are naive China time (UTC+8).

create schema if not exists raw;
create schema if not exists core;
create schema if not exists mart;

create table if not exists raw.schema_version (
    version integer primary key,
    applied_at timestamp not null
);
comment on table raw.schema_version is 'Which layout this warehouse has | 数据库结构的版本';
comment on column raw.schema_version.version is 'Number of the layout | 版本号';
comment on column raw.schema_version.applied_at is 'When the layout was put in place | 启用该版本的时间';

create table if not exists raw.run (
    run_id varchar primary key,
    what varchar not null,
    county_code varchar,
    started_at timestamp not null,
    ended_at timestamp,
    counts json
);
comment on table raw.run is 'One row for each run of the line | 每次运行一行';
comment on column raw.run.run_id is 'Random identity of the run | 运行的随机标识';
comment on column raw.run.what is 'What was run: crawl, load, transform, publish … | 运行的内容：抓取、入库、转换、发布等';
comment on column raw.run.county_code is 'County it was run for; null for all | 所针对的县代码；空为全部';
comment on column raw.run.started_at is 'When it began | 开始时间';
comment on column raw.run.ended_at is 'When it ended; null while it runs, or when it was cut off | 结束时间；运行中或被中断则为空';
comment on column raw.run.counts is 'What it did, in numbers: of all sites, and of each, how many links came through each stage | 运行结果的计数：全部网站及各网站每一阶段的链接数';

create table if not exists raw.county (
    county_code varchar primary key,
    county_name varchar not null,
    city_name varchar,
    province_name varchar
);
comment on table raw.county is 'Counties that are read | 所读的县';
comment on column raw.county.county_code is 'Six-digit division code (GB/T 2260) | 六位区划代码（GB/T 2260）';
comment on column raw.county.county_name is 'Official name | 正式名称';
comment on column raw.county.city_name is 'Prefecture-level city it belongs to | 所属地级市';
comment on column raw.county.province_name is 'Province it belongs to | 所属省';

create table if not exists raw.town (
    town_code varchar primary key,
    county_code varchar not null,
    town_name varchar not null
);
comment on table raw.town is 'All towns of the counties that are read, silent ones too | 所读各县的全部乡镇街道，含未发稿者';
comment on column raw.town.town_code is 'Nine-digit division code | 九位区划代码';
comment on column raw.town.county_code is 'County the town belongs to | 所属县代码';
comment on column raw.town.town_name is 'Official name | 正式名称';

create table if not exists raw.site (
    site_key varchar not null,
    county_code varchar not null,
    site_name varchar not null,
    url varchar not null,
    level varchar not null,
    kind varchar not null,
    primary key (county_code, site_key)
);
comment on table raw.site is 'Sites that are read | 所读的网站';
comment on column raw.site.site_key is 'Key of the site in its county file | 县配置文件中的网站代号';
comment on column raw.site.county_code is 'County the site is read for | 该网站对应的县代码';
comment on column raw.site.site_name is 'Name as the site gives it | 网站自称';
comment on column raw.site.url is 'Address of the home page | 首页网址';
comment on column raw.site.level is 'central, province, city or county | 级别：central 中央、province 省、city 市、county 县';
comment on column raw.site.kind is 'government or media | 类别：government 政府、media 媒体';

create table if not exists raw.watch (
    county_code varchar not null,
    site_key varchar not null,
    column_name varchar not null,
    list_url varchar,
    list_id varchar,
    articles_min integer,
    silent_days_max integer,
    week_min integer,
    fill_min json,
    ignore varchar[] not null
);
comment on table raw.watch is 'What county files name, the county, its sites and their columns, and what they expect of it | 县配置文件所列的县、网站、栏目及其期望';
comment on column raw.watch.county_code is 'County | 县代码';
comment on column raw.watch.site_key is 'Site; empty for the whole county | 网站；空为全县';
comment on column raw.watch.column_name is 'Column; empty for the whole site | 栏目；空为全站';
comment on column raw.watch.list_url is 'Address of the first list page of a column | 栏目列表首页网址';
comment on column raw.watch.list_id is 'Link of that page | 该页的链接标识';
comment on column raw.watch.articles_min is 'Articles in the warehouse at least | 入库稿件数下限';
comment on column raw.watch.silent_days_max is 'Days without news at most | 最长静默天数';
comment on column raw.watch.week_min is 'Articles in seven days at least | 七天稿件数下限';
comment on column raw.watch.fill_min is 'For each field the least share of articles that have it, 0 to 1 | 各字段识别率下限，0 至 1';
comment on column raw.watch.ignore is 'Kinds of alarms that are not wanted | 不需要的告警类别';

create table if not exists raw.archive_file (
    file varchar primary key,
    loaded_bytes bigint not null
);
comment on table raw.archive_file is 'How far each archive file is loaded; committed together with its rows | 各存档文件已入库到何处，与入库数据同时提交';
comment on column raw.archive_file.file is 'Path of the file inside the archive folder | 存档目录内的文件路径';
comment on column raw.archive_file.loaded_bytes is 'All records before this byte are in the warehouse | 此字节之前的记录均已入库';

create table if not exists raw.link (
    link_id varchar primary key,
    url varchar not null,
    site_key varchar not null,
    county_code varchar not null,
    role varchar not null,
    column_name varchar,
    listed_title varchar,
    listed_date date,
    part_of varchar,
    state varchar not null check (state in ('seen', 'fetched', 'lost', 'loaded')),
    reason varchar,
    detail varchar,
    first_seen_at timestamp not null,
    last_seen_at timestamp not null,
    fetched_at timestamp
);
comment on table raw.link is 'The ledger: every link that was ever seen, and what became of it | 台账：出现过的每个链接及其结果';
comment on column raw.link.link_id is 'Hash of the canonical URL; the same as the article_id of its article | 规范网址的哈希，与其稿件的 article_id 相同';
comment on column raw.link.url is 'Address | 网址';
comment on column raw.link.site_key is 'Site that showed the link | 出现该链接的网站';
comment on column raw.link.county_code is 'County it is read for | 所属县代码';
comment on column raw.link.role is 'list, article, or part (a following page of an article) | list 列表页、article 稿件、part 稿件的后续分页';
comment on column raw.link.column_name is 'Column of the site that listed it | 所在栏目';
comment on column raw.link.listed_title is 'Title on the list page, phone and identity numbers masked | 列表页上的标题，电话与身份证号已遮盖';
comment on column raw.link.listed_date is 'Date on the list page | 列表页上的日期';
comment on column raw.link.part_of is 'For a part: the link_id of its article | 分页所属稿件的 link_id';
comment on column raw.link.state is 'seen, fetched, lost or loaded | 状态：seen 已发现、fetched 已抓取、lost 丢失、loaded 已入库';
comment on column raw.link.reason is 'For a lost link: why, in one word | 丢失原因（一个词）';
comment on column raw.link.detail is 'For a lost link: why, in one sentence | 丢失原因（一句话）';
comment on column raw.link.first_seen_at is 'When a list page first showed it | 列表页首次出现的时间';
comment on column raw.link.last_seen_at is 'When a list page last showed it | 列表页最近出现的时间';
comment on column raw.link.fetched_at is 'When it was last asked for | 最近一次请求的时间';

create table if not exists raw.fetch (
    archive_file varchar not null,
    archive_offset bigint not null,
    url varchar not null,
    link_id varchar,
    site_key varchar not null,
    county_code varchar not null,
    role varchar not null,
    status integer,
    bytes bigint not null,
    reason varchar,
    fetched_at timestamp not null,
    etag varchar,
    last_modified varchar,
    body_digest varchar,
    closed_until timestamp,
    extractor varchar,
    template varchar,
    links integer
);
comment on table raw.fetch is 'One row for each request: the answer, or why there is none | 每次请求一行：应答，或无应答的原因';
comment on column raw.fetch.archive_file is 'Archive file with its record | 存有该记录的存档文件';
comment on column raw.fetch.archive_offset is 'Byte at which its record begins | 记录起始的字节位置';
comment on column raw.fetch.url is 'Address that was asked for | 请求的网址';
comment on column raw.fetch.link_id is 'Link that was asked for | 请求的链接';
comment on column raw.fetch.site_key is 'Site it belongs to | 所属网站';
comment on column raw.fetch.county_code is 'County it was read for | 所属县代码';
comment on column raw.fetch.role is 'list, article, part or robots | list 列表页、article 稿件、part 分页、robots 爬虫协议';
comment on column raw.fetch.status is 'HTTP status, 304 for a page that is as it was; null where there was no answer | HTTP 状态码，304 为页面未变；无应答则为空';
comment on column raw.fetch.bytes is 'Length of the body in bytes | 正文字节数';
comment on column raw.fetch.reason is 'Why the answer is of no use, in one word; null for a good one | 应答不可用的原因（一个词）；可用则为空';
comment on column raw.fetch.fetched_at is 'When it was fetched | 抓取时间';
comment on column raw.fetch.etag is 'What the server calls this version of the page (ETag) | 服务器给该页面版本的标识（ETag）';
comment on column raw.fetch.last_modified is 'When the server says that the page last changed, as it says it | 服务器所称页面最近修改时间（原样）';
comment on column raw.fetch.body_digest is 'Hash of the body; null where none was stored | 应答正文的哈希；未存则为空';
comment on column raw.fetch.closed_until is 'Until when the host asked to be left alone (Retry-After) | 主机要求暂停访问的截止时间（Retry-After）';
comment on column raw.fetch.extractor is 'Digest of the rules that the answer was read with; empty once it is to be read anew, null where nothing was to be read | 解读该应答所用规则的摘要；空串表示待重新解读，无可解读则为空';
comment on column raw.fetch.template is 'Fingerprint of how the page is built, the same for pages of one template | 页面结构指纹，同一模板的页面相同';
comment on column raw.fetch.links is 'Links to articles that the list page shows; null for other pages | 列表页所列稿件链接数；其他页面为空';

create table if not exists raw.column_coverage (
    site_key varchar not null,
    column_url varchar not null,
    county_code varchar not null,
    column_name varchar not null,
    covered_since date not null,
    covered_at timestamp not null,
    primary key (site_key, column_url)
);
comment on table raw.column_coverage is 'How far back the lists of the columns are known | 各栏目列表已知的最早日期';
comment on column raw.column_coverage.site_key is 'Site | 网站';
comment on column raw.column_coverage.column_url is 'Address of the first list page | 列表首页网址';
comment on column raw.column_coverage.county_code is 'County it is read for | 所属县代码';
comment on column raw.column_coverage.column_name is 'Name of the column | 栏目名称';
comment on column raw.column_coverage.covered_since is 'First day from which all links are known; the year 1: from the beginning of the list; the year 9999: not known, it broke off | 自该日起链接齐全；公元 1 年为列表起点以来，9999 年为未知（中断）';
comment on column raw.column_coverage.covered_at is 'When that was found | 得知的时间';

create table if not exists raw.article (
    article_id varchar not null,
    version integer not null,
    is_current boolean not null,
    content_hash varchar not null,
    url varchar not null,
    site_key varchar not null,
    county_code varchar not null,
    column_name varchar,
    title varchar,
    published_at timestamp,
    published_precision varchar,
    source varchar,
    source_raw varchar,
    body varchar not null,
    body_chars integer not null,
    kind varchar not null,
    evidence json,
    first_fetched_at timestamp not null,
    fetched_at timestamp not null,
    archive_file varchar,
    archive_offset bigint,
    primary key (article_id, version)
);
comment on table raw.article is 'Every version of every article; a change on the site is a new version | 每篇稿件的每个版本；网站改动即为新版本';
comment on column raw.article.article_id is 'Hash of the canonical URL | 规范网址的哈希';
comment on column raw.article.version is 'Counts from 1 in the order of loading | 版本号，按入库次序从 1 起';
comment on column raw.article.is_current is 'Whether this is what the newest answer shows | 是否为最新版本';
comment on column raw.article.content_hash is 'Hash of what the article says, without the time of fetch | 稿件内容的哈希（不含抓取时间）';
comment on column raw.article.url is 'Address | 网址';
comment on column raw.article.site_key is 'Site that carries it | 刊载网站';
comment on column raw.article.county_code is 'County it is read for | 所属县代码';
comment on column raw.article.column_name is 'Column of the site that listed it | 所在栏目';
comment on column raw.article.title is 'Headline, phone and identity numbers masked | 标题，电话与身份证号已遮盖';
comment on column raw.article.published_at is 'Time of publication as printed; null where the page states none | 页面所印发布时间；未印则为空';
comment on column raw.article.published_precision is 'second, minute or day | 时间精度：second 秒、minute 分、day 日';
comment on column raw.article.source is 'Source as printed, the site''s own name in place of 本站 and 本网 | 稿源（原文），“本站”“本网”换为网站名称';
comment on column raw.article.source_raw is 'What the source was read from, as printed | 读出稿源的原文';
comment on column raw.article.body is 'Text, one paragraph a line, phone and identity numbers masked | 正文，每段一行，电话与身份证号已遮盖';
comment on column raw.article.body_chars is 'Length of the text in characters, white space not counted | 正文字数，不计空白';
comment on column raw.article.kind is 'text, gallery, video, file or redirect | 类型：text 文字、gallery 图集、video 视频、file 文件、redirect 跳转';
comment on column raw.article.evidence is 'For each field: the rule that found it and the raw text | 各字段所依据的规则与原文';
comment on column raw.article.first_fetched_at is 'When this version was first fetched | 首次抓取此版本的时间';
comment on column raw.article.fetched_at is 'When this version was last fetched | 最近抓取此版本的时间';
comment on column raw.article.archive_file is 'Archive file with the answer it was first read from | 首次读出该版本的存档文件';
comment on column raw.article.archive_offset is 'Byte at which that record begins | 该记录起始的字节位置';

create table if not exists raw.person (
    article_id varchar not null,
    version integer not null,
    role varchar not null,
    position integer not null,
    person_key varchar not null,
    name varchar
);
comment on table raw.person is 'Who is credited; the only table with names | 署名的人；唯一存有人名的表';
comment on column raw.person.article_id is 'Article | 稿件';
comment on column raw.person.version is 'Version of the article | 稿件版本';
comment on column raw.person.role is 'author, editor or reviewer | author 作者、editor 编辑、reviewer 审核';
comment on column raw.person.position is 'Place among those of the same role, from 1 | 同类署名中的次序，从 1 起';
comment on column raw.person.person_key is 'Keyed hash of the name; stands for the person everywhere else | 姓名的带密钥哈希，在其他各表中代表此人';
comment on column raw.person.name is 'Name as printed; null once it was asked to be forgotten | 姓名（原文）；被要求删除后为空';

create table if not exists raw.rule_set (
    rule_set_id integer primary key,
    rules json not null
);
comment on table raw.rule_set is 'Which dictionaries and rules texts were read with | 文本解读所用的词典与规则';
comment on column raw.rule_set.rule_set_id is 'Number of the set | 规则集编号';
comment on column raw.rule_set.rules is 'For each reader of texts a hash of its rules and dictionaries | 各解读器的规则与词典的哈希';

create table if not exists raw.reading (
    article_id varchar not null,
    version integer not null,
    rule_set_id integer not null
);
comment on table raw.reading is 'What the places, topics, slogans and quantities of each article were read with | 每篇稿件的地点、主题、口号、数据是用哪套规则解读的';
comment on column raw.reading.article_id is 'Article | 稿件';
comment on column raw.reading.version is 'Version of the article that was read | 被解读的版本';
comment on column raw.reading.rule_set_id is 'Set of rules; 0 for a reading that no longer holds | 规则集；0 表示解读已作废';

create table if not exists raw.place (
    article_id varchar not null,
    version integer not null,
    role varchar not null,
    town_code varchar not null,
    town_name varchar not null,
    evidence varchar not null,
    confidence double not null,
    mentions integer not null
);
comment on table raw.place is 'Towns that an article comes from or names | 稿件来自或提到的乡镇';
comment on column raw.place.article_id is 'Article | 稿件';
comment on column raw.place.version is 'Version of the article | 稿件版本';
comment on column raw.place.role is 'origin: the town whose news it is; mention: a town that the text names | origin 为稿件所属乡镇，mention 为文中提到的乡镇';
comment on column raw.place.town_code is 'Town | 乡镇代码';
comment on column raw.place.town_name is 'Official name of the town | 乡镇名称';
comment on column raw.place.evidence is 'What speaks for it | 判断依据';
comment on column raw.place.confidence is 'How sure that is, 0 to 1 | 可信度，0 至 1';
comment on column raw.place.mentions is 'How often title and text name the town | 标题和正文提到该乡镇的次数';

create table if not exists raw.office (
    article_id varchar not null,
    version integer not null,
    role varchar not null,
    position integer not null,
    office varchar not null
);
comment on table raw.office is 'Credits that name an office and no person | 署名为单位而非个人的署名';
comment on column raw.office.article_id is 'Article | 稿件';
comment on column raw.office.version is 'Version of the article | 稿件版本';
comment on column raw.office.role is 'author, editor or reviewer | 作者、编辑或审核';
comment on column raw.office.position is 'Place among those of the same role, from 1 | 同类署名中的次序，从 1 起';
comment on column raw.office.office is 'The office as printed | 单位名称（原文）';

create table if not exists raw.topic (
    article_id varchar not null,
    version integer not null,
    topic varchar not null,
    share double not null,
    score double not null,
    words varchar[] not null
);
comment on table raw.topic is 'Topics of articles by the dictionary sql/data/topic_word.csv | 按词典 sql/data/topic_word.csv 判定的稿件主题';
comment on column raw.topic.article_id is 'Article | 稿件';
comment on column raw.topic.version is 'Version of the article | 稿件版本';
comment on column raw.topic.topic is 'Topic | 主题';
comment on column raw.topic.share is 'Share of the article, 0 to 1; what is missing to 1 is unexplained | 占全文的份额，0 至 1；不足 1 的部分为未解释';
comment on column raw.topic.score is 'Weight of the words that speak for it | 词语加权得分';
comment on column raw.topic.words is 'Words that speak for it, the most telling first | 依据的词语，最有力者在前';

create table if not exists raw.slogan (
    article_id varchar not null,
    version integer not null,
    slogan varchar not null,
    mentions integer not null,
    sentence varchar not null
);
comment on table raw.slogan is 'Slogans that articles use, as found | 稿件中出现的口号';
comment on column raw.slogan.article_id is 'Article | 稿件';
comment on column raw.slogan.version is 'Version of the article | 稿件版本';
comment on column raw.slogan.slogan is 'The slogan without quotation marks | 口号（不含引号）';
comment on column raw.slogan.mentions is 'How often it is used | 出现次数';
comment on column raw.slogan.sentence is 'Sentence of its first use | 首次出现的句子';

create table if not exists raw.quantity (
    article_id varchar not null,
    version integer not null,
    position integer not null,
    indicator varchar not null,
    value double not null,
    unit varchar not null,
    bound varchar not null,
    part_of varchar,
    raw varchar not null,
    sentence varchar not null
);
comment on table raw.quantity is 'Quantities that articles claim | 稿件声称的数据';
comment on column raw.quantity.article_id is 'Article | 稿件';
comment on column raw.quantity.version is 'Version of the article | 稿件版本';
comment on column raw.quantity.position is 'Place in the article, from 1 | 在文中的次序，从 1 起';
comment on column raw.quantity.indicator is 'What is counted, in words of the text | 指标（文中用语）';
comment on column raw.quantity.value is 'Number in the base of the printed unit: 168余万元 is 1680000 | 数值（按计量单位的基本单位，168余万元为 1680000）';
comment on column raw.quantity.unit is 'Measure word or unit; empty where none is printed | 计量单位；未印则为空';
comment on column raw.quantity.bound is 'eq, ge (余, 多, 超), le or about (近, 约) | 等于、不低于（余、多、超）、不高于、约';
comment on column raw.quantity.part_of is 'The quantity of which 其中 makes it a part | “其中”所属的总量';
comment on column raw.quantity.raw is 'The number as printed | 原文数字';
comment on column raw.quantity.sentence is 'The sentence that claims it | 所在句子';

create table if not exists raw.fingerprint (
    article_id varchar not null,
    version integer not null,
    signature usmallint[] not null,
    numbers usmallint[] not null
);
comment on table raw.fingerprint is 'By what near-duplicates are found | 近似文本的指纹';
comment on column raw.fingerprint.article_id is 'Article | 稿件';
comment on column raw.fingerprint.version is 'Version of the article | 稿件版本';
comment on column raw.fingerprint.signature is 'MinHash of the text in 64 positions; empty for a text too short | 正文的 MinHash 签名（64 位）；过短则为空';
comment on column raw.fingerprint.numbers is 'Hashes of the different numbers in the text | 文中不同数字的哈希';

create table if not exists raw.search_text (
    article_id varchar not null,
    version integer not null,
    words varchar not null,
    word_count integer not null
);
comment on table raw.search_text is 'Words of title and text for the full-text search | 供全文检索的分词结果';
comment on column raw.search_text.article_id is 'Article | 稿件';
comment on column raw.search_text.version is 'Version of the article | 稿件版本';
comment on column raw.search_text.words is 'Each word with how often it occurs, between spaces: 茶园:3 改造:1 | 词与词频，空格分隔';
comment on column raw.search_text.word_count is 'Words of the article, repeated ones too | 总词数（含重复）';

create table if not exists raw.town_alias (
    town_code varchar not null,
    alias varchar not null,
    kind varchar not null,
    valid_from varchar,
    valid_to varchar,
    note varchar
);
comment on table raw.town_alias is 'Names by which towns are known | 乡镇的各种名称';
comment on column raw.town_alias.town_code is 'Town | 乡镇代码';
comment on column raw.town_alias.alias is 'Name | 名称';
comment on column raw.town_alias.kind is 'Sort of name: official, short, former, spelling … | 名称类别：正式、简称、旧称、异写等';
comment on column raw.town_alias.valid_from is 'Year from which the name was in use | 启用年份';
comment on column raw.town_alias.valid_to is 'Year in which it went out of use | 停用年份';
comment on column raw.town_alias.note is 'Remark | 备注';

create table if not exists raw.source (
    county_code varchar not null,
    source varchar not null,
    outlet_name varchar,
    level varchar,
    kind varchar
);
comment on table raw.source is 'Which outlet each printed source is | 稿源对应的媒体或单位';
comment on column raw.source.county_code is 'County that the articles are read for | 县代码';
comment on column raw.source.source is 'Source as printed | 稿源（原文）';
comment on column raw.source.outlet_name is 'Name of the outlet; null where nothing tells | 媒体或单位名称；无法判断则为空';
comment on column raw.source.level is 'central, province, city, county or town | 中央、省、市、县、乡镇';
comment on column raw.source.kind is 'media, government or other | 媒体、政府或其他';

create table if not exists raw.forgotten (
    person_key varchar primary key,
    forgotten_at timestamp not null,
    name_length integer
);
comment on column raw.forgotten.name_length is 'Characters of the name, by which it is found in texts that do not credit the person; null: only credits are left out | 姓名字数，用于在未署名的正文中查找；为空则只略去署名';
comment on table raw.forgotten is 'People whose names are left out, also when the archive is loaded anew | 要求删除姓名者，重新入库时亦不再写入';
comment on column raw.forgotten.person_key is 'Keyed hash of the name | 姓名的带密钥哈希';
comment on column raw.forgotten.forgotten_at is 'When that was asked for | 提出要求的时间';
