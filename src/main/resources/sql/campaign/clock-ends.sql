-- Active campaigns that are over. $1 tenant, $2 now. Bounded: the rest has its turn at the next run.
select c.campaign_id, coalesce(c.end_at <= $2, false) as end_reached
from campaign c
left join campaign_counter k on k.tenant_id = c.tenant_id and k.campaign_id = c.campaign_id
where c.tenant_id = $1 and c.state = 'active'
  and (c.end_at <= $2 or k.pending + k.deferred + k.in_progress + k.waiting_retry = 0)
order by c.priority desc, c.campaign_id
limit 100
