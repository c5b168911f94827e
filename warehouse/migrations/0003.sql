-- Places are read from the stored texts, with the topics, slogans and quantities, and may be read anew at any time;
-- so nothing is lost with the old table, and schema.sql makes the new one.
drop table raw.place;
-- With its length a forgotten name is found by its hash in any text; the length of those of before is not known.
alter table raw.forgotten add column name_length integer;
