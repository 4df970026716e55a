-- The one row that every claim of a tenant locks; none when another replica has it. $1 tenant
select k.in_flight, k.day, k.placed_today, k.second_tokens, k.tokens_at,
       t.max_concurrent_calls, t.calls_per_second, t.max_daily_calls, t.time_zone, t.status
from tenant_capacity k
join tenant t on t.tenant_id = k.tenant_id
where k.tenant_id = $1
for no key update of k skip locked
