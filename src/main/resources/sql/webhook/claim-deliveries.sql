-- Takes deliveries that are due, past those that another replica takes at this moment: so two senders never hold one. An attempt
-- is counted when it begins; its number fences what is written about it. $1 tenant, $2 now, $3 lease, then by webhook:
-- $4 id, $5 how many at most
with due as materialized (
  select x.delivery_id
  from unnest($4::uuid[], $5::int[]) as e (webhook_id, room)
  cross join lateral (
    select d.delivery_id
    from webhook_delivery d
    where d.tenant_id = $1 and d.webhook_id = e.webhook_id and d.state = 'pending' and d.next_at <= $2
    order by d.next_at
    limit e.room
    for update skip locked
  ) x
)
update webhook_delivery d
set attempts = d.attempts + 1, next_at = $3
from due
where d.tenant_id = $1 and d.delivery_id = due.delivery_id
returning d.delivery_id, d.webhook_id, d.message_id, d.body, d.attempts,
          d.attempts - d.attempts_before as tries, d.give_up_at
