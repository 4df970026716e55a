-- Keeps attempts of deliveries that are still there. $1 tenant, then by attempt: $2 delivery, $3 its number, $4 begun,
-- $5 milliseconds, $6 status, $7 error
insert into webhook_attempt (tenant_id, delivery_id, attempt_no, at, duration_millis, status, error)
select d.tenant_id, d.delivery_id, x.attempt_no, x.at, x.millis, x.status, x.error
from unnest($2::uuid[], $3::int[], $4::timestamptz[], $5::int[], $6::int[], $7::text[])
       as x (delivery_id, attempt_no, at, millis, status, error)
join webhook_delivery d on d.tenant_id = $1 and d.delivery_id = x.delivery_id
on conflict (tenant_id, delivery_id, attempt_no) do nothing
