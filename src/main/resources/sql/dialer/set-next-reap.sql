-- When the tenant's attempts need the next look: a lease ends, a call is to be hung up and may not have heard it, or a price is
-- to be asked for.
-- $1 tenant, $2 when to ask again to hang up
update tenant_due d
set next_reap = least(
  (select coalesce(min(case when a.hang_up then least(a.lease_until, $2) else a.lease_until end), 'infinity')
   from live_attempt a where a.tenant_id = $1),
  (select coalesce(min(p.ask_at), 'infinity') from price_due p where p.tenant_id = $1))
where d.tenant_id = $1
