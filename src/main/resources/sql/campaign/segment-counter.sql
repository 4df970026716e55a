-- The counters a campaign starts with. $1 tenant, $2 campaign.
insert into campaign_counter as k (tenant_id, campaign_id, total, pending, suppressed)
select $1::uuid, $2::uuid, count(*), count(*) filter (where t.state = 'pending'),
       count(*) filter (where t.state = 'suppressed')
from target t
where t.tenant_id = $1 and t.campaign_id = $2
returning k.total, k.pending
