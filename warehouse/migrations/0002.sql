-- Requests without an answer and words of "as it was" are rows of raw.fetch too, with what a page is asked for with.
-- The archive is read anew by the next run, which fills the new columns.
alter table raw.fetch add column etag varchar;
alter table raw.fetch add column last_modified varchar;
alter table raw.fetch add column body_digest varchar;
alter table raw.fetch add column closed_until timestamp;
delete from raw.link;
delete from raw.fetch;
delete from raw.article;
delete from raw.person;
delete from raw.place;
delete from raw.archive_file;
