-- Has dead letters of a webhook sent again, the newest first. $1 tenant, $2 webhook, $3 now, $4 until when they are tried,
-- $5 how many at most
with dead as materialized (
  select x.delivery_id
  from webhook_delivery x
  where x.tenant_id = $1 and x.webhook_id = $2 and x.state = 'dead'
  order by x.delivery_id desc
  limit $5
  for update skip locked
)
update webhook_delivery d
set state = 'pending', next_at = $3, give_up_at = $4, finished_at = null, attempts_before = d.attempts
from dead
where d.tenant_id = $1 and d.delivery_id = dead.delivery_id
