-- The queue a campaign starts with. $1 tenant, $2 campaign.
insert into ready (tenant_id, campaign_id, customer_id, zones, due_at, attempts, state, phone)
select t.tenant_id, t.campaign_id, t.customer_id, t.zones, t.due_at, 0, 'pending', t.phone
from target t
where t.tenant_id = $1 and t.campaign_id = $2 and t.state = 'pending'
