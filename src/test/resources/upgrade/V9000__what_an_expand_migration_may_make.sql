-- For UpgradeE2E: everything that a release may do to the schema while the release before is at work.
create table call_note (
  tenant_id  uuid not null references tenant,
  note_id    uuid not null,
  attempt_id uuid not null,
  body       text not null,
  created_at timestamptz not null,
  primary key (tenant_id, note_id)
);
create index call_note_attempt on call_note (tenant_id, attempt_id);
alter table call_note enable row level security;
alter table call_note force row level security;
create policy tenant_isolation on call_note
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
grant select, insert, update, delete on call_note to "${runtime_role}";

create function note_length(body text) returns int language sql immutable strict parallel safe return length(body);
grant execute on function note_length(text) to "${runtime_role}";
