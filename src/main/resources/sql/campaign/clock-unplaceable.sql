-- Active campaigns of which no provider took a call since $2, though they were active all the time: a call that another
-- replica placed shows that not every connection is misconfigured. $1 tenant, $2 since, $3 the least id of an attempt begun
-- then, which bounds what is read because ids are in order of time.
select c.campaign_id, (c.spec #>> '{calls,connectionId}')::uuid as connection_id
from campaign c
where c.tenant_id = $1 and c.state = 'active' and c.state_changed_at <= $2
  and not exists (select from live_attempt l
                  where l.tenant_id = $1 and l.campaign_id = c.campaign_id and l.placed_at > $2)
  and not exists (select from attempt a
                  where a.tenant_id = $1 and a.campaign_id = c.campaign_id and a.placed_at > $2
                    and a.attempt_id > $3)
order by c.campaign_id
limit 100
