-- Writes attempts before anything is sent. $1 tenant, $2 attempts, $3 campaigns, $4 customers, $5 numbers of the attempts,
-- $6 phones, $7 zones, $8 states the targets had, $9 owner, $10 lease until, $11 connection, $12 reserved, $13 now
insert into live_attempt as a (tenant_id, attempt_id, campaign_id, customer_id, attempt_no, phone, zones, state, owner,
                               lease_until, connection, reserved, was, claimed_at)
select k.tenant_id, x.attempt_id, x.campaign_id, x.customer_id, x.attempt_no, x.phone, x.zones, 'claimed', $9, $10, $11,
       $12, x.was, $13
from tenant_capacity k
cross join unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::int[], $6::text[], $7::text[], $8::text[])
     as x (attempt_id, campaign_id, customer_id, attempt_no, phone, zones, was)
where k.tenant_id = $1
