set local lock_timeout = '5s';
alter table live_attempt add column hops int not null default 0, add column carrier text;
