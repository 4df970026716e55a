-- Who matches an audience and who of them could be called now, by reason and by where they are. $1 tenant; {ids} answers the ids
-- of who matches, repeats allowed, {absent} counts who matches only by absence, with arguments from $2; {now}, {lists}, {standard},
-- {purpose} and {since} are the arguments after them. {often} and {spaced} say of a number's calls whether a cap or a spacing is
-- reached. Customers are read from their key alone, by ids sorted here: the scan of an index would sort them itself, more slowly.
-- They are counted in one pass; numbers are told apart by a hash, and read only where two hashes meet. Where no consent is needed
-- the planner leaves consents out, and calls where {since} is null.
with listed as (
  select l.phone, bool_or(l.opt_out) as opt_out
  from (
    select d.phone, d.list = 'opt_out' as opt_out
    from do_not_call d
    where d.tenant_id = $1 and (d.list = 'opt_out' or d.list = any ({lists}::text[]))
      and (d.expires_at is null or d.expires_at > {now}::timestamptz)
    union all
    select p.phone, false
    from platform_do_not_call p
    where p.expires_at is null or p.expires_at > {now}::timestamptz
  ) l
  group by l.phone
), consented as (
  select distinct o.customer_id
  from consent o
  where {standard}::text is not null and o.tenant_id = $1 and o.revoked_at is null and o.given_at <= {now}::timestamptz
    and (o.expires_at is null or o.expires_at > {now}::timestamptz)
    and (o.purposes = '{}' or {purpose}::text = any (o.purposes)) and consent_suffices(o.basis, {standard}::text)
), judged as materialized (
  select c.customer_id, c.phone, c.city, c.status, c.zones,
         case when l.opt_out then 'opt_out'
              when l.phone is not null or e.number_hash is not null then 'do_not_call'
              when v.customer_id is not null then 'invalid_phone'
              when {standard}::text is not null and o.customer_id is null
                and (c.consent_at is null or not consent_suffices('express', {standard}::text)) then 'no_consent'
              when c.zones is null then 'unknown_time_zone'
         end as reason
  from customer c
  left join listed l on l.phone = c.phone
  left join erased_number e
    on e.tenant_id = $1 and e.number_hash = number_hash((select k.key from number_key k where k.tenant_id = $1), c.phone)
  left join invalid_number v on v.tenant_id = $1 and v.customer_id = c.customer_id and v.phone = c.phone
  left join consented o on o.customer_id = c.customer_id
  where c.tenant_id = $1 and c.customer_id = any (array(select i.customer_id from ({ids}) i (customer_id) order by 1))
), cell as (
  select j.city, j.status, j.zones, j.reason, count(*) as n from judged j group by j.city, j.status, j.zones, j.reason
), clash as (
  -- Whether any do is told by sorting bare hashes, which
  -- is a fraction of the work of grouping them.
  select hashtextextended(j.phone, 0) as hash
  from judged j
  where j.reason is null
    and (select count(*) > count(distinct n.hash)
         from (select hashtextextended(k.phone, 0) as hash from judged k where k.reason is null) n)
  group by 1 having count(*) > 1
), twin as (
  -- Of several customers with one number one is called.
  select count(*) - 1 as n
  from judged j
  where j.reason is null and hashtextextended(j.phone, 0) in (select h.hash from clash h)
  group by j.phone
), called as (
  -- Every call that was or may have been made, from the moment its request left, which is soon after its id was made: months
  -- before are not opened.
  select a.phone, a.sending_at
  from attempt a
  where a.tenant_id = $1 and a.consumed and a.sending_at > {since}::timestamptz
    and a.attempt_id >= least_id_at({since}::timestamptz - interval '1 day')
  union all
  select l.phone, l.sending_at
  from live_attempt l
  where l.tenant_id = $1 and l.sending_at > {since}::timestamptz
), capped as (
  select d.phone, {often} as often from called d group by d.phone having {often} or {spaced}
), waiting as (
  -- One for each number, since one customer stands for all who have it.
  select count(*) filter (where d.often) as frequency_cap, count(*) filter (where not d.often) as call_spacing
  from capped d
  where d.phone in (select j.phone from judged j where j.reason is null)
), part as (
  select 'city' as field, k.city as value, sum(k.n)::bigint as n from cell k group by k.city
  union all
  select 'status', k.status, sum(k.n)::bigint from cell k group by k.status
  union all
  select 'timeZone', k.zones, sum(k.n)::bigint from cell k group by k.zones
), ranked as (
  select p.field, p.value, p.n, row_number() over (partition by p.field order by p.n desc, p.value) as place from part p
)
select s.matched, s.callable - s.duplicate_phone - s.frequency_cap - s.call_spacing as reachable, s.opt_out, s.do_not_call,
       s.invalid_phone, s.no_consent, s.unknown_time_zone, s.duplicate_phone, s.frequency_cap, s.call_spacing,
       {absent} as matched_by_absence,
       array(select j.customer_id from judged j limit 10) as sample,
       (select jsonb_agg(jsonb_build_object('field', r.field, 'value', r.value, 'n', r.n) order by r.field, r.place)
        from ranked r where r.place <= 20) as parts
from (
  select coalesce(sum(k.n), 0)::bigint as matched,
         coalesce(sum(k.n) filter (where k.reason is null), 0)::bigint as callable,
         coalesce(sum(k.n) filter (where k.reason = 'do_not_call'), 0)::bigint as do_not_call,
         coalesce(sum(k.n) filter (where k.reason = 'opt_out'), 0)::bigint as opt_out,
         coalesce(sum(k.n) filter (where k.reason = 'invalid_phone'), 0)::bigint as invalid_phone,
         coalesce(sum(k.n) filter (where k.reason = 'unknown_time_zone'), 0)::bigint as unknown_time_zone,
         coalesce(sum(k.n) filter (where k.reason = 'no_consent'), 0)::bigint as no_consent,
         (select coalesce(sum(t.n), 0)::bigint from twin t) as duplicate_phone,
         (select w.frequency_cap from waiting w) as frequency_cap, (select w.call_spacing from waiting w) as call_spacing
  from cell k
) s
