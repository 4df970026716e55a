-- Where targets stand after a decision or an outcome. $1 tenant, $2 campaigns, $3 customers, $4 states, $5 reasons, $6 due,
-- $7 attempts used, $8 outcomes (null keeps the last), $9 dispositions (null keeps the last), $10 now
update target t
set state = x.state, reason = x.reason, due_at = x.due_at, attempts = x.attempts,
    last_outcome = coalesce(x.outcome, t.last_outcome), disposition = coalesce(x.disposition, t.disposition),
    updated_at = $10
from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[], $7::int[], $8::text[], $9::text[])
     as x (campaign_id, customer_id, state, reason, due_at, attempts, outcome, disposition)
where t.tenant_id = $1 and t.campaign_id = x.campaign_id and t.customer_id = x.customer_id
