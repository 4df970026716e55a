-- Takes attempts nobody answers for any more. Those that were sent are left alone by others until they are looked after; the lease
-- of an unsent one stays ended, so that its owner cannot send it. $1 tenant, $2 now, $3 until, $4 how many at most
with expired as (
  select a.attempt_id
  from live_attempt a
  where a.tenant_id = $1 and a.lease_until <= $2
  order by a.lease_until
  limit $4
  for no key update skip locked
)
update live_attempt a
set lease_until = case when a.state = 'claimed' then a.lease_until else $3 end
from expired e
where a.tenant_id = $1 and a.attempt_id = e.attempt_id
returning a.attempt_id, a.campaign_id, a.state, a.claimed_at, a.sending_at, a.lease_until, a.phone, a.provider_call_id,
          a.connection, a.unknown_since
