-- Deliveries that could not be tried any more in their time become dead letters; a good endpoint just gets them late. $1 tenant,
-- $2 now, $3 how many at most
with late as materialized (
  select x.delivery_id
  from webhook w
  join webhook_delivery x on x.tenant_id = $1 and x.webhook_id = w.webhook_id and x.state = 'pending' and x.next_at <= $2
    and x.give_up_at < $2
  where w.tenant_id = $1 and (not w.enabled or w.failures > 0)
  limit $3
  for update of x skip locked
)
update webhook_delivery d
set state = 'dead', finished_at = $2,
    last_error = coalesce(d.last_error, 'It was not sent in time: the endpoint was disabled or left alone.')
from late
where d.tenant_id = $1 and d.delivery_id = late.delivery_id
