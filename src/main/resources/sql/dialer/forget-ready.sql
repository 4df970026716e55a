-- Takes the numbers of people who were erased from the campaigns that wait to call them; the claim suppresses them. $1 tenant,
-- $2 customers
update ready r
set phone = ''
from campaign_zone z
where r.tenant_id = $1 and z.tenant_id = $1 and r.campaign_id = z.campaign_id and r.zones = z.zones
  and r.customer_id = any ($2::uuid[]) and r.phone <> ''
