-- Remembers that somebody was erased while a call of theirs was under way. $1 tenant, $2 customer, $3 now
insert into erased_while_called as e (tenant_id, customer_id, erased_at)
select l.tenant_id, l.customer_id, $3::timestamptz
from live_attempt l
where l.tenant_id = $1 and l.customer_id = $2
on conflict do nothing
