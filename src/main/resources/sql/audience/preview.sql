-- Who matches an audience and who of them could be called now. $1 tenant; {ids} answers the ids of who matches, repeats
-- allowed, {absent} counts who matches only by absence, with arguments from $2; {now} is the argument after them.
-- The ids are hashed against the customers' key, never looked up or filtered one by one. Numbers are grouped
-- before anything else is asked of them: a list is about numbers, and several customers with one number are one call.
with matched as materialized (
  select array({ids} order by 1) as ids
), numbers as (
  select c.phone, count(*) as customers,
         count(*) filter (where c.phone_status = 'invalid') as invalid,
         count(*) filter (where c.phone_status <> 'invalid' and c.zones is null) as unknown_zone
  from customer c
  where c.tenant_id = $1 and c.customer_id in (select unnest(m.ids) from matched m)
  group by c.phone
), listed as (
  select l.phone, bool_or(l.opt_out) as opt_out
  from (
    select d.phone, d.list = 'opt_out' as opt_out
    from do_not_call d
    where d.tenant_id = $1 and d.list in ('opt_out', 'tenant')
      and (d.expires_at is null or d.expires_at > {now}::timestamptz)
    union all
    select p.phone, false
    from platform_do_not_call p
    where p.expires_at is null or p.expires_at > {now}::timestamptz
    union all
    select n.phone, false
    from numbers n
    join erased_number e
      on e.tenant_id = $1 and e.number_hash = number_hash((select k.key from number_key k where k.tenant_id = $1), n.phone)
  ) l
  group by l.phone
), judged as (
  select n.customers, n.invalid, n.unknown_zone, l.opt_out,
         -- Who has no reason not to be called; the first of them can be.
         case when l.opt_out is null then n.customers - n.invalid - n.unknown_zone else 0 end as callable
  from numbers n
  left join listed l on l.phone = n.phone
)
select coalesce(sum(j.customers), 0)::bigint as matched,
       count(*) filter (where j.callable > 0) as reachable,
       coalesce(sum(j.customers) filter (where not j.opt_out), 0)::bigint as do_not_call,
       coalesce(sum(j.customers) filter (where j.opt_out), 0)::bigint as opt_out,
       coalesce(sum(j.invalid) filter (where j.opt_out is null), 0)::bigint as invalid_phone,
       coalesce(sum(j.callable - 1) filter (where j.callable > 0), 0)::bigint as duplicate_phone,
       coalesce(sum(j.unknown_zone) filter (where j.opt_out is null), 0)::bigint as unknown_time_zone,
       {absent} as matched_by_absence,
       -- An id repeats once per element of a list, of which a customer has 500 at most.
       array(select distinct f.id from unnest((select m.ids[1:5000] from matched m)) f (id) order by 1 limit 10) as sample
from judged j
