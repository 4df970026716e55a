-- The tenant's lists with what they block now. $1 tenant, $2 now
select coalesce(d.list, l.list) as list, coalesce(d.entries, 0) as entries, l.dated, l.imported_at, l.imported_by
from (
  select e.list, count(*) filter (where e.expires_at is null or e.expires_at > $2) as entries
  from do_not_call e
  where e.tenant_id = $1
  group by e.list
) d
full join (select * from do_not_call_list where tenant_id = $1) l on l.list = d.list
order by 1
