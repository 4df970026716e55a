-- The calls of a stopped campaign are to be ended; whoever looks after leases does it. $1 tenant, $2 campaign, $3 now
with asked as (
  update live_attempt a set hang_up = true
  where a.tenant_id = $1 and a.campaign_id = $2 and a.state in ('sending', 'placed', 'unknown')
)
update tenant_due d set next_reap = least(d.next_reap, $3) where d.tenant_id = $1
