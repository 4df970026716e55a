-- These numbers are free again: of those who wait for each, who was promised the earliest moment is due now. The others wait on,
-- because only one of them can be called. $1 tenant, $2 phones, $3 now
update ready r
set due_at = $3
from (
  select distinct on (w.phone) w.campaign_id, w.zones, w.customer_id, w.due_at
  from ready w
  where w.tenant_id = $1 and w.phone = any($2) and w.reason = 'number_in_use'
  order by w.phone, w.due_at
) f
where r.tenant_id = $1 and r.campaign_id = f.campaign_id and r.zones = f.zones and r.customer_id = f.customer_id
  and f.due_at > $3
