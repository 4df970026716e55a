-- What a claim used of the tenant's limits. $1 tenant, $2 calls, $3 day, $4 placed on that day, $5 tokens of the second, $6 now,
-- $7 when an attempt's lease ends the earliest
with due as (
  update tenant_due set next_reap = least(next_reap, $7) where tenant_id = $1
)
update tenant_capacity
set in_flight = in_flight + $2, day = $3, placed_today = $4, second_tokens = $5, tokens_at = $6
where tenant_id = $1
