insert into do_not_call (tenant_id, phone, list, reason, source, expires_at, created_by, created_at)
select $1::uuid, phone, $2::text, reason, $3::text, expires_at, $4::text, $5::timestamptz
from unnest($6::text[], $7::text[], $8::timestamptz[]) as entry (phone, reason, expires_at)
on conflict (tenant_id, phone, list) do update
set reason = excluded.reason, source = excluded.source, expires_at = excluded.expires_at,
    created_by = excluded.created_by, created_at = excluded.created_at
where do_not_call.tenant_id = $1::uuid
returning xmax = 0 as added
