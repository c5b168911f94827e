-- How pages were read and how they are built is noted from here on; of older answers it is known once they are read anew.
alter table raw.fetch add column extractor varchar;
alter table raw.fetch add column template varchar;
alter table raw.fetch add column links integer;
