select phone, list, reason, source, expires_at, created_by, created_at
from do_not_call
where tenant_id = $1::uuid and phone = $2::text and (expires_at is null or expires_at > $3::timestamptz)
union all
select phone, 'platform', reason, source, expires_at, created_by, created_at
from platform_do_not_call
where phone = $2::text and (expires_at is null or expires_at > $3::timestamptz)
order by list
