-- The same row that a claim locks, waited for: settling takes it first, so that the two never deadlock. $1 tenant
select k.in_flight, k.call_events from tenant_capacity k where k.tenant_id = $1 for no key update
