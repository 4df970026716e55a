-- Keeps what happened for the tenant's webhooks, if one wants to hear of it. $1 tenant, $2 ids, $3 type, $4 when, $5 data of each
insert into webhook_event (tenant_id, event_id, type, at, data)
select $1, x.event_id, $3, $4, x.data
from unnest($2::uuid[], $5::jsonb[]) as x (event_id, data)
where exists (select from webhook w
              where w.tenant_id = $1 and w.enabled and w.deleted_at is null
                and (w.event_types is null or $3 = any(w.event_types)))
