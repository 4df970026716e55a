-- Forgets deliveries that were kept long enough, and those of deleted webhooks. $1 tenant, $2 the least id that is kept,
-- $3 how many at most
delete from webhook_delivery d
where d.tenant_id = $1 and d.delivery_id in (
  (select x.delivery_id
   from webhook_delivery x
   where x.tenant_id = $1 and x.delivery_id < $2 and x.state <> 'pending'
   order by x.delivery_id
   limit $3)
  union all
  (select x.delivery_id
   from webhook w
   join webhook_delivery x on x.tenant_id = $1 and x.webhook_id = w.webhook_id
   where w.tenant_id = $1 and w.deleted_at is not null
   limit $3))
