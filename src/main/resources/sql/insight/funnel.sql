-- How far a campaign's people came: each step is a part of the one before. A request that was no call
-- called nobody. $1 tenant, $2 campaign, $3 dispositions that are success
with person as (
  select a.customer_id,
         bool_or(a.answered_at is not null or a.outcome in ('answered_human', 'answered_machine', 'abandoned')) as answered,
         bool_or(a.outcome = 'answered_human') as talked,
         bool_or(a.outcome = 'answered_human' and a.disposition = any($3::text[])) as succeeded
  from attempt a
  where a.tenant_id = $1 and a.campaign_id = $2 and a.consumed
  group by a.customer_id
)
select coalesce(k.total, 0) as matched,
       (select count(*) from target t
         where t.tenant_id = $1 and t.campaign_id = $2 and t.state = 'suppressed'
           and not exists (select from person p where p.customer_id = t.customer_id))::int as never_to_be_called,
       (select count(*) from person p)::int as dialled,
       (select count(*) from person p where p.answered)::int as answered,
       (select count(*) from person p where p.talked)::int as talked,
       (select count(*) from person p where p.succeeded)::int as succeeded
from campaign c
left join campaign_counter k on k.tenant_id = c.tenant_id and k.campaign_id = c.campaign_id
where c.tenant_id = $1 and c.campaign_id = $2
