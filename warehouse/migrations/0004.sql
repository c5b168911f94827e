-- How pages were read and how they are built is noted from here on; of older answers it is known once they are read anew.
alter table raw.fetch add column extractor varchar;
alter table raw.fetch add column template varchar;
alter table raw.fetch add column links integer;
-- With which rules pages were read before was not noted; no rules have this name, so they are read anew when asked for.
update raw.fetch set extractor = 'not noted' where role <> 'robots' and body_digest is not null;
