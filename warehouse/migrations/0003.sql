-- Places are read from the stored texts, with the topics, slogans and quantities, and may be read anew at any time;
-- so nothing is lost with the old table, and schema.sql makes the new one.
drop table raw.place;
-- That no row of these is there twice is seen to by merging, which looks for those that are known: no keys are needed.
alter table raw.fetch rename to keyed_fetch;
create table raw.fetch (
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
insert into raw.fetch by name select * from raw.keyed_fetch;
drop table raw.keyed_fetch;
alter table raw.person rename to keyed_person;
create table raw.person (
    article_id varchar not null,
    version integer not null,
    role varchar not null,
    position integer not null,
    person_key varchar not null,
    name varchar
);
insert into raw.person by name select * from raw.keyed_person;
drop table raw.keyed_person;
-- With its length a forgotten name is found by its hash in any text; the length of those of before is not known.
alter table raw.forgotten add column name_length integer;
