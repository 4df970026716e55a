-- Keeps a consent of a customer, if there is that customer. $1 tenant, $2 consent, $3 customer, $4 basis, $5 source,
-- $6 purposes, $7 given, $8 expires or null, $9 who, $10 now
insert into consent as k (tenant_id, consent_id, customer_id, basis, source, purposes, given_at, expires_at, recorded_by,
                          recorded_at)
select c.tenant_id, $2, c.customer_id, $4, $5, $6, $7, $8, $9, $10
from customer c
where c.tenant_id = $1 and c.customer_id = $3
