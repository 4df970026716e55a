-- A network said there are no such numbers; customers erased meanwhile are left out. $1 tenant, $2 customers, each once,
-- $3 their numbers
insert into invalid_number as v (tenant_id, customer_id, phone)
select u.tenant_id, u.customer_id, x.phone
from unnest($2::uuid[], $3::text[]) as x (customer_id, phone)
cross join lateral (select c.tenant_id, c.customer_id from customer c
                    where c.tenant_id = $1 and c.customer_id = x.customer_id offset 0) u
order by u.customer_id
on conflict (tenant_id, customer_id) do update set phone = excluded.phone where v.phone <> excluded.phone
