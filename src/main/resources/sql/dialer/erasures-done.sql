-- Those who were erased while they were called and are called no more; forgotten here, for the caller to forget elsewhere in
-- the same transaction. $1 tenant
delete from erased_while_called e
where e.tenant_id = $1
  and not exists (select from live_attempt l where l.tenant_id = $1 and l.customer_id = e.customer_id)
returning e.customer_id
