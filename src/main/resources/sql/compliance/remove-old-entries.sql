-- Imported entries that the newest file of a list does not have. $1 tenant, $2 list, $3 before, $4 how many at most
delete from do_not_call d
where d.tenant_id = $1 and d.list = $2
  and d.phone in (select o.phone from do_not_call o
                  where o.tenant_id = $1 and o.list = $2 and o.source = 'import' and o.created_at < $3
                  limit $4)
