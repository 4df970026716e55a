-- Takes the number of somebody who was erased from the campaigns that wait to call them; the claim suppresses them. $1 tenant,
-- $2 customer
update ready r
set phone = ''
from campaign_zone z
where r.tenant_id = $1 and z.tenant_id = $1 and r.campaign_id = z.campaign_id and r.zones = z.zones
  and r.customer_id = $2 and r.phone <> ''
