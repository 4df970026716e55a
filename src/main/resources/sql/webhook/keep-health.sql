-- Writes how endpoints are. $1 tenant, then by endpoint: $2 id, $3 failures in a row, $4 failing since, $5 held until, $6 why it
-- is disabled, null: it is not; $7 now
update webhook w
set failures = x.failures, failing_since = x.failing_since, hold_until = x.hold_until, disabled_reason = x.disabled_reason,
    enabled = w.enabled and x.disabled_reason is null,
    updated_at = case when x.disabled_reason is null then w.updated_at else $7 end
from unnest($2::uuid[], $3::int[], $4::timestamptz[], $5::timestamptz[], $6::text[])
       as x (webhook_id, failures, failing_since, hold_until, disabled_reason)
where w.tenant_id = $1 and w.webhook_id = x.webhook_id
