-- Who is not called goes where everybody is whose story has ended. $1 tenant, $2 campaign.
insert into target (tenant_id, campaign_id, customer_id, updated_at, attempts, phone, state, reason)
select r.tenant_id, r.campaign_id, r.customer_id, r.updated_at, 0, r.phone, r.state, r.reason
from ready r
where r.tenant_id = $1 and r.campaign_id = $2 and r.due_at = 'infinity' and r.state = 'suppressed'
