set local lock_timeout = '5s';
alter table ready
  add column held_by text,
  drop constraint ready_state_check,
  add constraint ready_state_check check (state in ('pending', 'deferred', 'waiting_retry', 'suppressed', 'held')) not valid;
