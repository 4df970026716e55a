-- Known customers, each looked up by its key: right after an import, when the planner expects a handful of customers of the
-- tenant, it would read all of them. $1 tenant, $2 external ids
select l.*
from unnest($2::text[]) e (external_id)
cross join lateral (select * from customer c where c.tenant_id = $1 and c.external_id = e.external_id offset 0) l
