-- Writes the entries of a file over what is there. One that something else made and that still blocks stays as it was recorded,
-- so that no file takes it away, and blocks as long as either says. Of two files at once the one whose import began later says.
-- $1 tenant, $2 list, $3 source of entries from files, $4 who, $5 when the import began, $6 phones, $7 reasons, $8 expiries
insert into do_not_call as d (tenant_id, phone, list, reason, source, expires_at, created_by, created_at)
select $1::uuid, phone, $2::text, reason, $3::text, expires_at, $4::text, $5::timestamptz
from unnest($6::text[], $7::text[], $8::timestamptz[]) as entry (phone, reason, expires_at)
on conflict (tenant_id, phone, list) do update
set reason = case when d.source <> $3 and d.expires_at > $5 then d.reason else excluded.reason end,
    source = case when d.source <> $3 and d.expires_at > $5 then d.source else excluded.source end,
    created_by = case when d.source <> $3 and d.expires_at > $5 then d.created_by else excluded.created_by end,
    created_at = case when d.source <> $3 and d.expires_at > $5 then d.created_at else excluded.created_at end,
    expires_at = excluded.expires_at
where d.tenant_id = $1::uuid
  and case when d.source = $3 then d.created_at <= $5 else d.expires_at < coalesce(excluded.expires_at, 'infinity') end
returning xmax = 0 as added
