-- The next customers, by id, who may have a value of an attribute, with what was imported.
-- $1 tenant, $2 the names under which the value may stand in the document, $3 the last customer seen, $4 at most so many
select c.customer_id, c.attributes
from customer c
where c.tenant_id = $1 and c.customer_id > $3 and c.attributes ?| $2::text[]
order by c.customer_id
limit $4
