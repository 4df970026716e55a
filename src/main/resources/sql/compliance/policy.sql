-- What holds for all campaigns of a tenant. $1 tenant
select t.country, p.regulation, p.allowed_regulations, p.rules as calling_rules,
       (select jsonb_object_agg(l.list, l.dated) from do_not_call_list l
         where l.tenant_id = $1 and l.dated is not null) as registries
from tenant t
left join calling_policy p on p.tenant_id = t.tenant_id
where t.tenant_id = $1
