-- The ways a tenant's calls may take, oldest first, with what each uses now. Read while the tenant's capacity is held, so that
-- no call begins or ends in between. $1 tenant
select c.connection_id, c.countries, c.fallback_connection_id, c.status, c.calls_per_second, c.max_concurrent_calls,
       u.second_tokens, u.tokens_at,
       case when c.max_concurrent_calls is null then 0
            else (select count(*)::int from live_attempt l
                   where l.tenant_id = $1 and l.connection = c.connection_id::text) end as in_flight
from telephony_connection c
join telephony_use u on u.tenant_id = $1 and u.connection_id = c.connection_id
where c.tenant_id = $1 and c.status <> 'retired'
order by c.connection_id
