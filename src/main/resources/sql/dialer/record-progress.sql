-- What calls report while they live; earlier news never overwrites later. $1 tenant, $2 attempts, $3 provider ids, $4 placed,
-- $5 ringing, $6 answered (null: no news), $7 lease until
update live_attempt a
set state = 'placed', provider_call_id = coalesce(a.provider_call_id, x.provider_call_id),
    placed_at = coalesce(a.placed_at, x.placed_at), ringing_at = coalesce(a.ringing_at, x.ringing_at),
    answered_at = coalesce(a.answered_at, x.answered_at), lease_until = greatest(a.lease_until, $7),
    unknown_since = null
from unnest($2::uuid[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[])
     as x (attempt_id, provider_call_id, placed_at, ringing_at, answered_at)
where a.tenant_id = $1 and a.attempt_id = any($2) and a.attempt_id = x.attempt_id
  and a.state in ('sending', 'placed', 'unknown')
returning a.attempt_id
