-- Writes one known customer whole. $1 tenant, $2 the customer as a JSON array of one object, $3 the instant,
-- $4 the version it was read at
update customer c
set external_id = r.external_id, name = r.name, phone = r.phone,
    phone_status = case when c.phone = r.phone then c.phone_status else 'valid' end,
    email = r.email, language = r.language, city = r.city, neighborhoods = r.neighborhoods, time_zone = r.time_zone,
    zones = r.zones, status = r.status, last_contacted = r.last_contacted, consent_at = r.consent_at,
    attributes = r.attributes, version = c.version + 1, updated_at = $3
from jsonb_to_recordset($2::jsonb) as r (
       customer_id uuid, external_id text, name text, phone text, email text, language text, city text,
       neighborhoods text[], time_zone text, zones text, status text, last_contacted timestamptz,
       consent_at timestamptz, attributes jsonb)
where c.tenant_id = $1 and c.customer_id = r.customer_id and c.version = $4
returning c.*
