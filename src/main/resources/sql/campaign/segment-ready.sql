-- One target for everyone who matches. $1 tenant; {ids} answers the ids of who matches, repeats allowed, with arguments from
-- $2; :campaign, :now, :lists, :standard and :purpose are numbered after them. Who is known not to be callable is suppressed, with
-- the reason: segment-suppressed moves them on. How often a number was called is looked at before each call: it passes with
-- time and suppresses nobody. Where no consent is needed the planner leaves consents out.
insert into ready (tenant_id, campaign_id, customer_id, due_at, updated_at, attempts, zones, phone, state, reason)
with listed as (
  select l.phone, bool_or(l.opt_out) as opt_out
  from (
    select d.phone, d.list = 'opt_out' as opt_out
    from do_not_call d
    where d.tenant_id = $1 and (d.list = 'opt_out' or d.list = any (:lists::text[]))
      and (d.expires_at is null or d.expires_at > :now::timestamptz)
    union all
    select p.phone, false
    from platform_do_not_call p
    where p.expires_at is null or p.expires_at > :now::timestamptz
  ) l
  group by l.phone
), consented as (
  select distinct o.customer_id
  from consent o
  where :standard::text is not null and o.tenant_id = $1 and o.revoked_at is null and o.given_at <= :now::timestamptz
    and (o.expires_at is null or o.expires_at > :now::timestamptz)
    and (o.purposes = '{}' or :purpose::text = any (o.purposes)) and consent_suffices(o.basis, :standard::text)
), judged as materialized (
  select c.customer_id, c.phone, c.zones,
         case when l.opt_out then 'opt_out'
              when l.phone is not null or e.number_hash is not null then 'do_not_call'
              when v.customer_id is not null then 'invalid_phone'
              when :standard::text is not null and o.customer_id is null
                and (c.consent_at is null or not consent_suffices('express', :standard::text)) then 'no_consent'
              when c.zones is null then 'unknown_time_zone'
         end as reason
  from customer c
  left join listed l on l.phone = c.phone
  left join erased_number e
    on e.tenant_id = $1 and e.number_hash = number_hash((select k.key from number_key k where k.tenant_id = $1), c.phone)
  left join invalid_number v on v.tenant_id = $1 and v.customer_id = c.customer_id and v.phone = c.phone
  left join consented o on o.customer_id = c.customer_id
  where c.tenant_id = $1 and c.customer_id = any (array(select i.customer_id from ({ids}) i (customer_id) order by 1))
), clash as (
  -- Numbers are told apart by a hash, and read only where two hashes meet. Whether any do is told by sorting bare hashes, which
  -- is a fraction of the work of grouping them.
  select hashtextextended(j.phone, 0) as hash
  from judged j
  where j.reason is null
    and (select count(*) > count(distinct n.hash)
         from (select hashtextextended(k.phone, 0) as hash from judged k where k.reason is null) n)
  group by 1 having count(*) > 1
), duplicate as (
  -- Of several customers with one number the first who may be called stands for all.
  select d.customer_id
  from (
    select j.customer_id, row_number() over (partition by j.phone order by j.customer_id) as place
    from judged j
    where j.reason is null and hashtextextended(j.phone, 0) in (select h.hash from clash h)
  ) d
  where d.place > 1
)
select $1, :campaign::uuid, s.customer_id, case when s.reason is not null then 'infinity'::timestamptz end,
       :now::timestamptz, 0, coalesce(s.zones, ''), s.phone,
       case when s.reason is null then 'pending' else 'suppressed' end, s.reason
from (
  -- Duplicates are looked up rather than joined: a join may hash everyone, and who is written in the order of a hash finds
  -- another page of the key each time; in the order of the ids it takes half as long. "offset 0" keeps the look-up from being
  -- written, and numbers from being compared, once for each column that depends on it.
  select j.customer_id, j.phone, j.zones,
         case when j.reason is null and j.customer_id in (select d.customer_id from duplicate d) then 'duplicate_phone'
              else j.reason
         end as reason
  from judged j
  offset 0
) s
