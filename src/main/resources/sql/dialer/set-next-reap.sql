-- When the tenant's live attempts need the next look: a lease ends, or a call is to be hung up and may not have heard it.
-- $1 tenant, $2 when to ask again to hang up
update tenant_due d
set next_reap = (select coalesce(min(case when a.hang_up then least(a.lease_until, $2) else a.lease_until end), 'infinity')
                 from live_attempt a where a.tenant_id = $1)
where d.tenant_id = $1
