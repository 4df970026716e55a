-- Attempts nobody answers for any more. $1 tenant, $2 now, $3 how many at most
select a.attempt_id, a.campaign_id, a.state, a.claimed_at, a.sending_at, a.lease_until, a.phone, a.provider_call_id,
       a.connection, a.unknown_since
from live_attempt a
where a.tenant_id = $1 and a.lease_until <= $2
order by a.lease_until
limit $3
for no key update skip locked
