-- A replica goes away: its leases end at once, and somebody looks soon. A request that may be on its way keeps its time.
-- $1 tenant, $2 attempts, $3 owner, $4 now
with due as (
  update tenant_due set next_reap = least(next_reap, $4) where tenant_id = $1
)
update live_attempt a
set lease_until = least(a.lease_until, $4)
where a.tenant_id = $1 and a.attempt_id = any($2) and a.owner = $3 and a.state <> 'sending'
