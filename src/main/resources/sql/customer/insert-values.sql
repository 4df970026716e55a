-- The searchable values of customers that have none, or none any more.
-- $1 tenant, then one array per column: $2 customers, $3 attribute numbers, $4 places in the list, $5 texts, $6 numbers,
-- $7 booleans, $8 dates, $9 instants
insert into customer_value (tenant_id, customer_id, attribute_no, element, text_value, number_value, bool_value,
                            date_value, time_value)
select $1, v.customer_id, v.attribute_no, v.element, v.text_value, v.number_value, v.bool_value, v.date_value, v.time_value
from unnest($2::uuid[], $3::int[], $4::int[], $5::text[], $6::float8[], $7::boolean[], $8::date[], $9::timestamptz[])
     as v (customer_id, attribute_no, element, text_value, number_value, bool_value, date_value, time_value)
