-- The counters of a tenant's campaigns that are under way, for their meters. $1 tenant, $2 how many at most
select c.campaign_id, t.slug, k.pending, k.deferred, k.in_progress, k.waiting_retry, k.succeeded, k.completed,
       k.exhausted, k.suppressed, k.unknown, k.expired,
       (select coalesce(jsonb_object_agg(y.name, y.n), '{}') from campaign_tally y
         where y.tenant_id = $1 and y.campaign_id = c.campaign_id and y.kind = 'outcome') as outcomes
from campaign c
join tenant t on t.tenant_id = c.tenant_id
join campaign_counter k on k.tenant_id = c.tenant_id and k.campaign_id = c.campaign_id
where c.tenant_id = $1 and c.state in ('active', 'paused')
order by c.priority desc, c.campaign_id
limit $2
