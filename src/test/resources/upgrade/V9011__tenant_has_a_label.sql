set local lock_timeout = '5s';
alter table tenant add column label text, add column weight float8 not null default 1;
