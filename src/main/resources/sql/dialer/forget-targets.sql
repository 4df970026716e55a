-- Takes the numbers of people who were erased from the campaigns that are done with them. $1 tenant, $2 customers
update target t
set phone = ''
from campaign g
where t.tenant_id = $1 and g.tenant_id = $1 and t.campaign_id = g.campaign_id and t.customer_id = any ($2::uuid[]) and t.phone <> ''
