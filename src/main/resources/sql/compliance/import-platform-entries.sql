-- Writes the entries of a file over what is there. One that something else made and that still blocks stays as it was recorded
-- and blocks as long as either says. $1 source of entries from files, $2 who, $3 when the import began, $4 phones, $5 reasons,
-- $6 expiries
insert into platform_do_not_call as d (phone, reason, source, expires_at, created_by, created_at)
select phone, reason, $1::text, expires_at, $2::text, $3::timestamptz
from unnest($4::text[], $5::text[], $6::timestamptz[]) as entry (phone, reason, expires_at)
on conflict (phone) do update
set reason = case when d.source <> $1 and d.expires_at > $3 then d.reason else excluded.reason end,
    source = case when d.source <> $1 and d.expires_at > $3 then d.source else excluded.source end,
    created_by = case when d.source <> $1 and d.expires_at > $3 then d.created_by else excluded.created_by end,
    created_at = case when d.source <> $1 and d.expires_at > $3 then d.created_at else excluded.created_at end,
    expires_at = excluded.expires_at
where case when d.source = $1 then d.created_at <= $3 else d.expires_at < coalesce(excluded.expires_at, 'infinity') end
returning xmax = 0 as added
