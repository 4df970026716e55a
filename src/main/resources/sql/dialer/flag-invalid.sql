-- A network said there are no such numbers. $1 tenant, $2 customers
update customer c set phone_status = 'invalid' where c.tenant_id = $1 and c.customer_id = any($2)
