-- The last conversation with a person that had begun when something happened, which may be in the conversation itself, within
-- the window of its campaign. $1 tenant, $2 customer or null, $3 phone or null, $4 campaign or null, $5 when it
-- happened, $6 days of the window unless the campaign says
select a.attempt_id, a.campaign_id, a.customer_id, a.disposition
from customer u
join attempt a on a.tenant_id = $1 and a.customer_id = u.customer_id
join campaign c on c.tenant_id = $1 and c.campaign_id = a.campaign_id
where u.tenant_id = $1 and (u.customer_id = $2 or u.phone = $3)
  and ($4::uuid is null or a.campaign_id = $4)
  and a.outcome = 'answered_human' and least(coalesce(a.answered_at, a.claimed_at), a.finished_at) <= $5
  and a.finished_at > $5 - coalesce((c.spec #>> '{performance,attributionWindow}')::interval, make_interval(days => $6))
order by a.finished_at desc
limit 1
