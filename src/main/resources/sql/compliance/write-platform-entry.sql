insert into platform_do_not_call (phone, reason, source, expires_at, created_by, created_at)
select phone, reason, $1::text, expires_at, $2::text, $3::timestamptz
from unnest($4::text[], $5::text[], $6::timestamptz[]) as entry (phone, reason, expires_at)
on conflict (phone) do update
set reason = excluded.reason, source = excluded.source, expires_at = excluded.expires_at,
    created_by = excluded.created_by, created_at = excluded.created_at
returning xmax = 0 as added
