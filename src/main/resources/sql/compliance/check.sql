select phone, list, reason, source, expires_at, created_by, created_at
from do_not_call
where tenant_id = $1::uuid and phone = $2::text and (expires_at is null or expires_at > $3::timestamptz)
union all
select $2::text, 'erased', 'The customer was erased.', 'erasure', null::timestamptz, e.erased_by, e.erased_at
from number_key k
join erased_number e on e.tenant_id = $1::uuid and e.number_hash = number_hash(k.key, $2::text)
where k.tenant_id = $1::uuid
union all
select phone, 'platform', reason, source, expires_at, created_by, created_at
from platform_do_not_call
where phone = $2::text and (expires_at is null or expires_at > $3::timestamptz)
order by list
