-- Customers of a tenant, made in the database from the rows of the demo's file: each row is copied :copies times with
-- an id, an external id and a number of its own, so that every count is exactly :copies times that of the file.
-- :tenant the tenant, :copies the number of copies; bench.source holds the file (see BenchData).
insert into attribute (tenant_id, name, attribute_no, type, created_at, updated_at)
values (:tenant, 'customer_type', 100, 'text', '2026-01-01', '2026-01-01'),
       (:tenant, 'booking_status', 101, 'text', '2026-01-01', '2026-01-01'),
       (:tenant, 'appointment_at', 102, 'timestamp', '2026-01-01', '2026-01-01'),
       (:tenant, 'renewal_due', 103, 'date', '2026-01-01', '2026-01-01'),
       (:tenant, 'contract_id', 104, 'text', '2026-01-01', '2026-01-01'),
       (:tenant, 'property_value', 105, 'number', '2026-01-01', '2026-01-01'),
       (:tenant, 'last_interaction', 106, 'date', '2026-01-01', '2026-01-01');

-- Ids rise as an import's do: the time leads, the rest is scattered.
insert into customer (tenant_id, customer_id, external_id, name, phone, email, language, city, neighborhoods,
                      time_zone, zones, status, last_contacted, consent_at, attributes, created_at, updated_at)
select :tenant,
       (lpad(to_hex(1764000000000 + (x.copy * 10000 + s.n) / 20), 12, '0') || '7'
         || substr(md5(s.n || ' ' || x.copy || :tenant::text), 1, 19))::uuid,
       s.external_id || '-' || x.copy, s.name, left(s.phone, 5) || lpad((x.copy * 10000 + s.n)::text, 8, '0'), s.email,
       s.language, s.city, coalesce(string_to_array(s.neighborhoods, ';'), '{}'), s.time_zone, coalesce(s.time_zone, 'Asia/Riyadh'), s.status,
       s.last_contacted::timestamptz, s.consent_at::timestamptz,
       jsonb_strip_nulls(jsonb_build_object(
         'customer_type', s.customer_type, 'booking_status', s.booking_status, 'appointment_at', s.appointment_at,
         'renewal_due', s.renewal_due, 'contract_id', s.contract_id, 'property_value', s.property_value::numeric,
         'last_interaction', s.last_interaction)),
       '2026-01-01', '2026-01-01'
from generate_series(0, :copies - 1) x (copy), bench.source s
order by x.copy, s.n;

insert into customer_value_text (tenant_id, customer_id, attribute_no, element, text_value)
select c.tenant_id, c.customer_id, v.attribute_no, v.element, v.text_value
from customer c
cross join lateral (
  select 1 as attribute_no, 0 as element, c.city as text_value
  union all select 2, (n.place - 1)::int, n.name from unnest(c.neighborhoods) with ordinality n (name, place)
  union all select 3, 0, c.status
  union all select 4, 0, c.language
  union all select 5, 0, c.time_zone
  union all select 100, 0, c.attributes ->> 'customer_type'
  union all select 101, 0, c.attributes ->> 'booking_status'
  union all select 104, 0, c.attributes ->> 'contract_id'
) v
where c.tenant_id = :tenant and v.text_value is not null;

insert into customer_value_time (tenant_id, customer_id, attribute_no, time_value)
select c.tenant_id, c.customer_id, v.attribute_no, v.time_value
from customer c
cross join lateral (values (6, c.consent_at), (7, c.last_contacted),
  (102, (c.attributes ->> 'appointment_at')::timestamptz)) v (attribute_no, time_value)
where c.tenant_id = :tenant and v.time_value is not null;

insert into customer_value_date (tenant_id, customer_id, attribute_no, date_value)
select c.tenant_id, c.customer_id, v.attribute_no, v.date_value
from customer c
cross join lateral (values (103, (c.attributes ->> 'renewal_due')::date),
  (106, (c.attributes ->> 'last_interaction')::date)) v (attribute_no, date_value)
where c.tenant_id = :tenant and v.date_value is not null;

insert into customer_value_number (tenant_id, customer_id, attribute_no, number_value)
select c.tenant_id, c.customer_id, 105, (c.attributes ->> 'property_value')::float8
from customer c
where c.tenant_id = :tenant and c.attributes ->> 'property_value' is not null;

insert into do_not_call (tenant_id, phone, list, source, created_by, created_at)
select c.tenant_id, c.phone, 'tenant', 'bench', 'bench', '2026-01-01'
from customer c
where c.tenant_id = :tenant
  and split_part(c.external_id, '-', 1) in (select s.external_id from bench.source s join bench.listed d on d.phone = s.phone);
