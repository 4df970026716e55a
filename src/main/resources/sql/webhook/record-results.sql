-- Writes down what became of attempts. $1 tenant, then by attempt: $2 delivery, $3 its number, $4 state, $5 next, $6 finished,
-- $7 status, $8 error
update webhook_delivery d
set state = x.state, next_at = x.next_at, finished_at = x.finished_at, last_status = x.status, last_error = x.error
from unnest($2::uuid[], $3::int[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::int[], $8::text[])
       as x (delivery_id, attempt_no, state, next_at, finished_at, status, error)
where d.tenant_id = $1 and d.delivery_id = x.delivery_id and d.attempts = x.attempt_no and d.state = 'pending'
