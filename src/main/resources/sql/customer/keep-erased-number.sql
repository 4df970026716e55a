-- Remembers that whoever has this number was erased. $1 tenant, $2 phone, $3 now, $4 who
insert into erased_number (tenant_id, number_hash, erased_at, erased_by)
select k.tenant_id, number_hash(k.key, $2::text), $3::timestamptz, $4::text
from number_key k
where k.tenant_id = $1
on conflict do nothing
