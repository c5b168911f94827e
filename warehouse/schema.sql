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
comment on table raw.schema_version is 'Which layout this warehouse has';
comment on column raw.schema_version.version is 'Number of the layout';
comment on column raw.schema_version.applied_at is 'When the layout was put in place';

create table if not exists raw.run (
    run_id varchar primary key,
    what varchar not null,
    county_code varchar,
    started_at timestamp not null,
    ended_at timestamp,
    counts json
);
comment on table raw.run is 'One row for each run of the line';
comment on column raw.run.run_id is 'Random identity of the run';
comment on column raw.run.what is 'What was run: crawl, load, transform, publish …';
comment on column raw.run.county_code is 'County it was run for; null for all';
comment on column raw.run.started_at is 'When it began';
comment on column raw.run.ended_at is 'When it ended; null while it runs, or when it was cut off';
comment on column raw.run.counts is 'What it did, in numbers';

create table if not exists raw.county (
    county_code varchar primary key,
    county_name varchar not null,
    city_name varchar,
    province_name varchar
);
comment on table raw.county is 'Counties that are read';
comment on column raw.county.county_code is 'Six-digit division code (GB/T 2260)';
comment on column raw.county.county_name is 'Official name';
comment on column raw.county.city_name is 'Prefecture-level city it belongs to';
comment on column raw.county.province_name is 'Province it belongs to';

create table if not exists raw.town (
    town_code varchar primary key,
    county_code varchar not null,
    town_name varchar not null
);
comment on table raw.town is 'All towns of the counties that are read, silent ones too';
comment on column raw.town.town_code is 'Nine-digit division code';
comment on column raw.town.county_code is 'County the town belongs to';
comment on column raw.town.town_name is 'Official name';

create table if not exists raw.site (
    site_key varchar not null,
    county_code varchar not null,
    site_name varchar not null,
    url varchar not null,
    level varchar not null,
    kind varchar not null,
    primary key (county_code, site_key)
);
comment on table raw.site is 'Sites that are read';
comment on column raw.site.site_key is 'Key of the site in its county file';
comment on column raw.site.county_code is 'County the site is read for';
comment on column raw.site.site_name is 'Name as the site gives it';
comment on column raw.site.url is 'Address of the home page';
comment on column raw.site.level is 'central, province, city or county';
comment on column raw.site.kind is 'government or media';

create table if not exists raw.archive_file (
    file varchar primary key,
    loaded_bytes bigint not null
);
comment on table raw.archive_file is 'How far each archive file is loaded; committed together with its rows';
comment on column raw.archive_file.file is 'Path of the file inside the archive folder';
comment on column raw.archive_file.loaded_bytes is 'All records before this byte are in the warehouse';

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
comment on table raw.link is 'The ledger: every link that was ever seen, and what became of it';
comment on column raw.link.link_id is 'Hash of the canonical URL; the same as the article_id of its article';
comment on column raw.link.url is 'Address';
comment on column raw.link.site_key is 'Site that showed the link';
comment on column raw.link.county_code is 'County it is read for';
comment on column raw.link.role is 'list, article, or part (a following page of an article)';
comment on column raw.link.column_name is 'Column of the site that listed it';
comment on column raw.link.listed_title is 'Title on the list page, phone and identity numbers masked';
comment on column raw.link.listed_date is 'Date on the list page';
comment on column raw.link.part_of is 'For a part: the link_id of its article';
comment on column raw.link.state is 'seen, fetched, lost or loaded';
comment on column raw.link.reason is 'For a lost link: why, in one word';
comment on column raw.link.detail is 'For a lost link: why, in one sentence';
comment on column raw.link.first_seen_at is 'When a list page first showed it';
comment on column raw.link.last_seen_at is 'When a list page last showed it';
comment on column raw.link.fetched_at is 'When it was last asked for';

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
    closed_until timestamp
);
comment on table raw.fetch is 'One row for each request: the answer, or why there is none';
comment on column raw.fetch.archive_file is 'Archive file with its record';
comment on column raw.fetch.archive_offset is 'Byte at which its record begins';
comment on column raw.fetch.url is 'Address that was asked for';
comment on column raw.fetch.link_id is 'Link that was asked for';
comment on column raw.fetch.site_key is 'Site it belongs to';
comment on column raw.fetch.county_code is 'County it was read for';
comment on column raw.fetch.role is 'list, article, part or robots';
comment on column raw.fetch.status is 'HTTP status, 304 for a page that is as it was; null where there was no answer';
comment on column raw.fetch.bytes is 'Length of the body in bytes';
comment on column raw.fetch.reason is 'Why the answer is of no use, in one word; null for a good one';
comment on column raw.fetch.fetched_at is 'When it was fetched';
comment on column raw.fetch.etag is 'What the server calls this version of the page (ETag)';
comment on column raw.fetch.last_modified is 'When the server says that the page last changed, as it says it';
comment on column raw.fetch.body_digest is 'Hash of the body; null where none was stored';
comment on column raw.fetch.closed_until is 'Until when the host asked to be left alone (Retry-After)';

create table if not exists raw.column_coverage (
    site_key varchar not null,
    column_url varchar not null,
    county_code varchar not null,
    column_name varchar not null,
    covered_since date not null,
    covered_at timestamp not null,
    primary key (site_key, column_url)
);
comment on table raw.column_coverage is 'How far back the lists of the columns are known';
comment on column raw.column_coverage.site_key is 'Site';
comment on column raw.column_coverage.column_url is 'Address of the first list page';
comment on column raw.column_coverage.county_code is 'County it is read for';
comment on column raw.column_coverage.column_name is 'Name of the column';
comment on column raw.column_coverage.covered_since is 'First day from which all links are known; the year 1: from the beginning of the list; the year 9999: not known, it broke off';
comment on column raw.column_coverage.covered_at is 'When that was found';

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
comment on table raw.article is 'Every version of every article; a change on the site is a new version';
comment on column raw.article.article_id is 'Hash of the canonical URL';
comment on column raw.article.version is 'Counts from 1 in the order of loading';
comment on column raw.article.is_current is 'Whether this is what the newest answer shows';
comment on column raw.article.content_hash is 'Hash of what the article says, without the time of fetch';
comment on column raw.article.url is 'Address';
comment on column raw.article.site_key is 'Site that carries it';
comment on column raw.article.county_code is 'County it is read for';
comment on column raw.article.column_name is 'Column of the site that listed it';
comment on column raw.article.title is 'Headline, phone and identity numbers masked';
comment on column raw.article.published_at is 'Time of publication as printed; null where the page states none';
comment on column raw.article.published_precision is 'second, minute or day';
comment on column raw.article.source is 'Source as printed, the site''s own name in place of 本站 and 本网';
comment on column raw.article.source_raw is 'What the source was read from, as printed';
comment on column raw.article.body is 'Text, one paragraph a line, phone and identity numbers masked';
comment on column raw.article.body_chars is 'Length of the text in characters, white space not counted';
comment on column raw.article.kind is 'text, gallery, video, file or redirect';
comment on column raw.article.evidence is 'For each field: the rule that found it and the raw text';
comment on column raw.article.first_fetched_at is 'When this version was first fetched';
comment on column raw.article.fetched_at is 'When this version was last fetched';
comment on column raw.article.archive_file is 'Archive file with the answer it was first read from';
comment on column raw.article.archive_offset is 'Byte at which that record begins';

create table if not exists raw.person (
    article_id varchar not null,
    version integer not null,
    role varchar not null,
    position integer not null,
    person_key varchar not null,
    name varchar
);
comment on table raw.person is 'Who is credited; the only table with names';
comment on column raw.person.article_id is 'Article';
comment on column raw.person.version is 'Version of the article';
comment on column raw.person.role is 'author, editor or reviewer';
comment on column raw.person.position is 'Place among those of the same role, from 1';
comment on column raw.person.person_key is 'Keyed hash of the name; stands for the person everywhere else';
comment on column raw.person.name is 'Name as printed; null once it was asked to be forgotten';

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
    forgotten_at timestamp not null
);
comment on table raw.forgotten is 'People whose names are left out, also when the archive is loaded anew';
comment on column raw.forgotten.person_key is 'Keyed hash of the name';
comment on column raw.forgotten.forgotten_at is 'When that was asked for';
