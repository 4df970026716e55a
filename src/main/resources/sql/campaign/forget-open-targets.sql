-- Empties the queue of a campaign whose targets were closed. $1 tenant, $2 campaign. Targets with a live attempt have no row
-- here: they are closed when that attempt ends. The counters move by exactly the rows that went.
with gone as (
  delete from ready where tenant_id = $1 and campaign_id = $2 returning state
), counted as (
  select count(*) as n,
         count(*) filter (where state = 'pending') as pending,
         count(*) filter (where state = 'deferred') as deferred,
         count(*) filter (where state = 'waiting_retry') as waiting_retry
  from gone
)
update campaign_counter k
set pending = k.pending - n.pending, deferred = k.deferred - n.deferred,
    waiting_retry = k.waiting_retry - n.waiting_retry, expired = k.expired + n.n
from counted n
where k.tenant_id = $1 and k.campaign_id = $2
