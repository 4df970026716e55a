-- Closes what waits: it goes on as it was, but for its state. $1 tenant, $2 campaign, $3 now. The tenant's capacity is locked,
-- so the queue stands still until forget-open-targets has emptied it.
insert into target (tenant_id, campaign_id, customer_id, updated_at, attempts, phone, state, reason, last_outcome, disposition)
select r.tenant_id, r.campaign_id, r.customer_id, $3, r.attempts, r.phone, 'expired', 'campaign_ended', r.last_outcome,
       r.disposition
from ready r
where r.tenant_id = $1 and r.campaign_id = $2
