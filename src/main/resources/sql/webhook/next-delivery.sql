-- When the next delivery is due whose endpoint may be sent to. $1 tenant
select min(greatest(x.next_at, w.hold_until)) as next_at
from webhook w
cross join lateral (
  select d.next_at
  from webhook_delivery d
  where d.tenant_id = $1 and d.webhook_id = w.webhook_id and d.state = 'pending'
  order by d.next_at
  limit 1
) x
where w.tenant_id = $1 and w.enabled and w.deleted_at is null
