-- Calls whose price their provider tells later. $1 tenant, then by call: $2 attempt, $3 connection, $4 the provider's id,
-- $5 when to ask
insert into price_due as p (tenant_id, attempt_id, connection, provider_call_id, ask_at)
select k.tenant_id, x.*
from tenant_capacity k
cross join unnest($2::uuid[], $3::text[], $4::text[], $5::timestamptz[]) as x
where k.tenant_id = $1
on conflict do nothing
