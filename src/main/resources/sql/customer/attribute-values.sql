-- How many values of an attribute have its type, and how many are kept as text beside it. $1 tenant, $2 name.
select a.name, a.type, a.declared, a.version, a.attribute_no,
       count(v.customer_id) filter (where a.type = 'text' or v.text_value is null) as fits,
       count(v.customer_id) filter (where a.type <> 'text' and v.text_value is not null) as misfits
from attribute a
left join customer_value v on v.tenant_id = $1 and v.attribute_no = a.attribute_no
where a.tenant_id = $1 and a.name = $2
group by a.name, a.type, a.declared, a.version, a.attribute_no
