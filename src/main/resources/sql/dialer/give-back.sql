-- Calls ended: their lines are free, and the tenant may have work that waited for them. A wish for a turn always changes when one
-- is due, though it be by a microsecond, or a turn that is under way would end without noticing it (see end-turn). $1 tenant,
-- $2 calls, $3 now
with due as (
  update tenant_due set next_due = least(next_due - interval '1 microsecond', $3) where tenant_id = $1
)
update tenant_capacity set in_flight = in_flight - $2 where tenant_id = $1
