insert into do_not_call (tenant_id, phone, list, reason, source, created_by, created_at)
select $1::uuid, phone, $2::text, $3::text, $4::text, $5::text, $6::timestamptz
from unnest($7::text[]) as entry (phone)
on conflict (tenant_id, phone, list) do update
set reason = excluded.reason, source = excluded.source, expires_at = null, created_by = excluded.created_by,
    created_at = excluded.created_at
where do_not_call.tenant_id = $1::uuid and do_not_call.expires_at is not null
