-- Campaigns whose moment to start has come. $1 tenant, $2 now. Bounded: the rest has its turn at the next run.
select c.campaign_id
from campaign c
where c.tenant_id = $1 and c.state = 'scheduled' and c.next_attempt_at <= $2
order by c.priority desc, c.campaign_id
limit 100
