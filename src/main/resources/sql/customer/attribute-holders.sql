-- The next customers, by id, who have a value of an attribute, with what was imported.
-- $1 tenant, $2 the attribute's number, $3 the last customer seen, $4 at most so many
select c.customer_id, c.attributes
from customer c
where c.tenant_id = $1 and c.customer_id > $3
  and exists (select from customer_value v
              where v.tenant_id = $1 and v.customer_id = c.customer_id and v.attribute_no = $2)
order by c.customer_id
limit $4
