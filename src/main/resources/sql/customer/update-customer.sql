-- Writes one known customer whole, if it still has the version it was read at. An import sends many of these in one go, in
-- the order of their external ids: a join with arrays would be free to read all customers of the tenant.
-- $1 tenant, $2 the instant, $3 the customer, then its columns, $17 the version, $18 its preferred times
update customer c
set external_id = $4, name = $5, phone = $6, email = $7, language = $8, city = $9, neighborhoods = $10, time_zone = $11,
    zones = $12, status = $13,
    last_contacted = $14, consent_at = $15, attributes = $16, preferred_times = $18, version = c.version + 1, updated_at = $2
where c.tenant_id = $1 and c.customer_id = $3 and c.version = $17
