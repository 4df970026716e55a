-- Puts targets on the queue. $1 tenant, $2 campaigns, $3 customers, $4 zones, $5 due, $6 attempts used, $7 states, $8 phones
insert into ready as r (tenant_id, campaign_id, customer_id, zones, due_at, attempts, state, phone)
select k.tenant_id, x.campaign_id, x.customer_id, x.zones, x.due_at, x.attempts, x.state, x.phone
from tenant_capacity k
cross join unnest($2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], $6::int[], $7::text[], $8::text[])
     as x (campaign_id, customer_id, zones, due_at, attempts, state, phone)
where k.tenant_id = $1
