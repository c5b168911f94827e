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
    closed_until timestamp,
    primary key (archive_file, archive_offset)
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
    name varchar,
    primary key (article_id, version, role, position)
);
comment on table raw.person is 'Who is credited; the only table with names';
comment on column raw.person.article_id is 'Article';
comment on column raw.person.version is 'Version of the article';
comment on column raw.person.role is 'author, editor or reviewer';
comment on column raw.person.position is 'Place among those of the same role, from 1';
comment on column raw.person.person_key is 'Keyed hash of the name; stands for the person everywhere else';
comment on column raw.person.name is 'Name as printed; null once it was asked to be forgotten';

create table if not exists raw.place (
    article_id varchar not null,
    version integer not null,
    role varchar not null,
    town_code varchar not null,
    town_name varchar not null,
    evidence varchar not null,
    confidence double not null,
    primary key (article_id, version, role, town_code)
);
comment on table raw.place is 'Which town an article comes from';
comment on column raw.place.article_id is 'Article';
comment on column raw.place.version is 'Version of the article';
comment on column raw.place.role is 'origin: the town whose news it is';
comment on column raw.place.town_code is 'Town';
comment on column raw.place.town_name is 'Official name of the town';
comment on column raw.place.evidence is 'What speaks for it';
comment on column raw.place.confidence is 'How sure that is, 0 to 1';

create table if not exists raw.forgotten (
    person_key varchar primary key,
    forgotten_at timestamp not null
);
comment on table raw.forgotten is 'People whose names are left out, also when the archive is loaded anew';
comment on column raw.forgotten.person_key is 'Keyed hash of the name';
comment on column raw.forgotten.forgotten_at is 'When that was asked for';
