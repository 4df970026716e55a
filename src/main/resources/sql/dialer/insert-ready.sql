-- Puts targets on the queue. $1 tenant, $2 campaigns, $3 customers, $4 zones, $5 phones, $6 due, $7 attempts used, $8 states,
-- $9 reasons, $10 last outcomes, $11 dispositions, $12 now
insert into ready as r (tenant_id, campaign_id, customer_id, due_at, updated_at, attempts, zones, phone, state, reason,
                        last_outcome, disposition)
select k.tenant_id, x.campaign_id, x.customer_id, x.due_at, $12, x.attempts, x.zones, x.phone, x.state, x.reason, x.outcome,
       x.disposition
from tenant_capacity k
cross join unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[], $7::int[], $8::text[], $9::text[],
                  $10::text[], $11::text[])
     as x (campaign_id, customer_id, zones, phone, due_at, attempts, state, reason, outcome, disposition)
where k.tenant_id = $1
