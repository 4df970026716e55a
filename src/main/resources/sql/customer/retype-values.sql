-- Gives values that are there another type. Parameters as in insert-values.sql.
update customer_value v
set text_value = n.text_value, number_value = n.number_value, bool_value = n.bool_value, date_value = n.date_value,
    time_value = n.time_value
from unnest($2::uuid[], $3::int[], $4::int[], $5::text[], $6::float8[], $7::boolean[], $8::date[], $9::timestamptz[])
     as n (customer_id, attribute_no, element, text_value, number_value, bool_value, date_value, time_value)
where v.tenant_id = $1 and v.customer_id = n.customer_id and v.attribute_no = n.attribute_no and v.element = n.element
