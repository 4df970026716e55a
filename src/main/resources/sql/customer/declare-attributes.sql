-- Gives new attributes the next free numbers, from 100. The caller holds the tenant's row.
-- $1 tenant, $2 names, $3 types, $4 the instant, $5 most attributes a tenant may have
with so_far as (
  select coalesce(max(attribute_no), 99) as last_no, count(*) as n from attribute where tenant_id = $1
), fresh as (
  select u.name, u.type, row_number() over (order by u.place) as place
  from unnest($2::text[], $3::text[]) with ordinality as u (name, type, place)
  where not exists (select from attribute a where a.tenant_id = $1 and a.name = u.name)
)
insert into attribute (tenant_id, name, attribute_no, type, declared, created_at, updated_at)
select $1, fresh.name, so_far.last_no + fresh.place, fresh.type, false, $4, $4
from fresh, so_far
where so_far.n + fresh.place <= $5
