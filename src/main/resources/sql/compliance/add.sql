-- Blocks numbers for good; one that is blocked already stays as it was recorded, and one of somebody who was erased is blocked by
-- its hash and not written down again. $1 tenant, $2 list, $3 reason, $4 source, $5 who, $6 now, $7 phones
insert into do_not_call (tenant_id, phone, list, reason, source, created_by, created_at)
select $1::uuid, entry.phone, $2::text, $3::text, $4::text, $5::text, $6::timestamptz
from unnest($7::text[]) as entry (phone)
where not exists (
  select from number_key k
  join erased_number e on e.tenant_id = $1 and e.number_hash = number_hash(k.key, entry.phone)
  where k.tenant_id = $1)
on conflict (tenant_id, phone, list) do update
set reason = excluded.reason, source = excluded.source, expires_at = null, created_by = excluded.created_by,
    created_at = excluded.created_at
where do_not_call.tenant_id = $1::uuid and do_not_call.expires_at is not null
