-- Writes whole customers, new or known by their external id, in the order of that id so that two imports do not deadlock.
-- $1 tenant, $2 customers as a JSON array of objects named like the columns, $3 the instant
insert into customer as c (tenant_id, customer_id, external_id, name, phone, email, language, city, neighborhoods,
                           time_zone, zones, status, last_contacted, consent_at, attributes, created_at, updated_at)
select $1, r.customer_id, r.external_id, r.name, r.phone, r.email, r.language, r.city, r.neighborhoods, r.time_zone,
       r.zones, r.status, r.last_contacted, r.consent_at, r.attributes, $3, $3
from jsonb_to_recordset($2::jsonb) as r (
       customer_id uuid, external_id text, name text, phone text, email text, language text, city text,
       neighborhoods text[], time_zone text, zones text, status text, last_contacted timestamptz,
       consent_at timestamptz, attributes jsonb)
order by r.external_id
on conflict (tenant_id, external_id) do update
set name = excluded.name, phone = excluded.phone,
    phone_status = case when c.phone = excluded.phone then c.phone_status else 'valid' end, email = excluded.email,
    language = excluded.language, city = excluded.city, neighborhoods = excluded.neighborhoods,
    time_zone = excluded.time_zone, zones = excluded.zones, status = excluded.status,
    last_contacted = excluded.last_contacted, consent_at = excluded.consent_at, attributes = excluded.attributes,
    version = c.version + 1, updated_at = excluded.updated_at
returning c.external_id, c.customer_id
