-- Keeps targets to which nothing more will happen. $1 tenant, $2 campaigns, $3 customers, $4 phones, $5 attempts used,
-- $6 states, $7 reasons, $8 last outcomes, $9 dispositions, $10 now
insert into target as t (tenant_id, campaign_id, customer_id, updated_at, attempts, phone, state, reason, last_outcome,
                         disposition)
select k.tenant_id, x.campaign_id, x.customer_id, $10, x.attempts, x.phone, x.state, x.reason, x.outcome, x.disposition
from tenant_capacity k
cross join unnest($2::uuid[], $3::uuid[], $4::text[], $5::int[], $6::text[], $7::text[], $8::text[], $9::text[])
     as x (campaign_id, customer_id, phone, attempts, state, reason, outcome, disposition)
where k.tenant_id = $1
