-- Calls ended: their lines are free, and the tenant may have work that waited for them. $1 tenant, $2 calls, $3 now
with due as (
  update tenant_due set next_due = $3 where tenant_id = $1 and next_due > $3
)
update tenant_capacity set in_flight = in_flight - $2 where tenant_id = $1
