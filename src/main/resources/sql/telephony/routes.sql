-- The ways a tenant's calls may take, oldest first, with what each uses now. Read while the tenant's capacity is held, so that
-- no call begins or ends in between. Live calls are counted once for all connections, not again for each, and only if one has a limit.
-- $1 tenant
with live as materialized (
  select l.connection, count(*)::int as calls
  from live_attempt l
  where l.tenant_id = $1
    and exists (select from telephony_connection x
                where x.tenant_id = $1 and x.status <> 'retired' and x.max_concurrent_calls is not null)
  group by l.connection
)
select c.connection_id, c.countries, c.fallback_connection_id, c.status, c.calls_per_second, c.max_concurrent_calls,
       u.second_tokens, u.tokens_at, coalesce(l.calls, 0) as in_flight
from telephony_connection c
join telephony_use u on u.tenant_id = $1 and u.connection_id = c.connection_id
left join live l on l.connection = c.connection_id::text
where c.tenant_id = $1 and c.status <> 'retired'
order by c.connection_id
