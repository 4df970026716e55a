-- A page of a campaign's targets, by customer. $1 tenant, $2 campaign, $3 state or null, $4 after which customer, $5 how many,
-- $6 reason or null, $7 customer or null.
-- A campaign may have numbers masked for everybody. The queue is in the order of its zones, so each set of zones answers a page of its own.
select x.*, coalesce((select (c.spec #>> '{compliance,privacy,maskPhone}')::boolean from campaign c
                       where c.tenant_id = $1 and c.campaign_id = $2), false) as masked
from (
  (select t.customer_id, t.phone, t.state, t.reason, null::timestamptz as due_at, t.attempts, t.last_outcome, t.disposition,
          t.updated_at
   from target t
   where t.tenant_id = $1 and t.campaign_id = $2 and t.customer_id > $4 and ($3::text is null or t.state = $3)
     and ($6::text is null or t.reason = $6) and ($7::uuid is null or t.customer_id = $7)
   order by t.customer_id
   limit $5)
  union all
  (select w.*
   from campaign_zone z
   cross join lateral (
     select r.customer_id, r.phone, r.state, r.reason, coalesce(r.due_at, r.updated_at) as due_at, r.attempts,
            r.last_outcome, r.disposition, r.updated_at
     from ready r
     where r.tenant_id = $1 and r.campaign_id = $2 and r.zones = z.zones and r.customer_id > $4
       and ($3::text is null or r.state = $3) and ($6::text is null or r.reason = $6)
       and ($7::uuid is null or r.customer_id = $7)
     order by r.customer_id
     limit $5
   ) w
   where z.tenant_id = $1 and z.campaign_id = $2)
  union all
  (select l.customer_id, l.phone, 'in_progress', null, null, l.attempt_no - 1, l.last_outcome, l.disposition, l.claimed_at
   from live_attempt l
   where l.tenant_id = $1 and l.campaign_id = $2 and l.customer_id > $4 and ($3::text is null or $3 = 'in_progress')
     and $6::text is null and ($7::uuid is null or l.customer_id = $7))
) x
order by x.customer_id
limit $5
