-- Of a partitioned table, with its months.
set local lock_timeout = '5s';
alter table attempt add column hops int not null default 0, add column carrier text;
