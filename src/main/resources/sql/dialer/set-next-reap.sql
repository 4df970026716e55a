-- When the tenant's leases need the next look. $1 tenant
update tenant_due d
set next_reap = (select coalesce(min(a.lease_until), 'infinity') from live_attempt a where a.tenant_id = $1)
where d.tenant_id = $1
