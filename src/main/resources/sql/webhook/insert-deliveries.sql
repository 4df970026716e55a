-- Makes deliveries, due at once. $1 tenant, then by delivery: $2 id, $3 webhook, $4 message, $5 type, $6 body; $7 now, $8 until
-- when they are tried
insert into webhook_delivery (tenant_id, delivery_id, webhook_id, message_id, type, body, state, next_at, give_up_at, created_at)
select $1, x.*, 'pending', $7, $8, $7
from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[]) as x
