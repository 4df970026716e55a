-- Who matches an audience and who of them could be called now. $1 tenant; {where} and {present} are the compiled
-- predicates with arguments from $2; {now} is the argument after them.
-- A customer is counted under the first reason that applies; of several who share a number the one with the smallest
-- id is reachable.
with matched as materialized (
  select c.customer_id, c.phone, c.phone_status, c.zones, {present} as present
  from customer c
  where c.tenant_id = $1 and ({where})
), judged as (
  select m.customer_id, m.phone, m.present,
         case when exists (select 1 from do_not_call d
                           where d.tenant_id = $1 and d.phone = m.phone and d.list = 'opt_out'
                             and (d.expires_at is null or d.expires_at > {now}::timestamptz)) then 'opt_out'
              when exists (select 1 from do_not_call d
                           where d.tenant_id = $1 and d.phone = m.phone and d.list in ('tenant', 'erased')
                             and (d.expires_at is null or d.expires_at > {now}::timestamptz))
                or exists (select 1 from platform_do_not_call p
                           where p.phone = m.phone
                             and (p.expires_at is null or p.expires_at > {now}::timestamptz)) then 'do_not_call'
              when m.phone_status = 'invalid' then 'invalid_phone'
              when m.zones is null then 'unknown_time_zone'
         end as reason
  from matched m
), ranked as (
  select j.present, j.reason,
         row_number() over (partition by j.phone, j.reason is null order by j.customer_id) as rank
  from judged j
)
select count(*) as matched,
       count(*) filter (where reason is null and rank = 1) as reachable,
       count(*) filter (where reason = 'do_not_call') as do_not_call,
       count(*) filter (where reason = 'opt_out') as opt_out,
       count(*) filter (where reason = 'invalid_phone') as invalid_phone,
       count(*) filter (where reason is null and rank > 1) as duplicate_phone,
       count(*) filter (where reason = 'unknown_time_zone') as unknown_time_zone,
       count(*) filter (where not present) as matched_by_absence
from ranked
