-- Somebody is to look after the tenant's attempts or prices at this moment, if nobody does before. $1 tenant, $2 when
update tenant_due d
set next_reap = $2
where d.tenant_id = $1 and d.next_reap > $2
