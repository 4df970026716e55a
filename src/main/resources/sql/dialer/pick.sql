-- Takes targets off the queue, only from sets of zones that are open now, with what the decision needs: first
-- those who asked to be called back now, then others that are due, oldest first, because they were promised a moment; then
-- fresh ones, from where the last claim stopped, once around (see campaign_zone).
-- $1 tenant, $2 campaigns and $3 how many of each, $4 campaigns and $5 zones that are open, $6 now; then by campaign of $2:
-- $7 the objective that a consent must be for, null when none is needed, $8 whether earlier calls count; $9 the earliest such,
-- and $10 an id before theirs, so that months before are not opened; $11 whether fresh ones go before all others, as they do now
-- and then while some people have no connection; $12 what a consent must rest on, null when none is needed. It is kept prepared by how long the queue is. "offset 0"
-- keeps a list from being read whole, which may have been cheap when the plan was made.
with want as (
  select w.campaign_id, w.k, w.purpose, w.looks_back, w.fresh_first, w.standard
  from unnest($2::uuid[], $3::int[], $7::text[], $8::boolean[], $11::boolean[], $12::text[])
       as w (campaign_id, k, purpose, looks_back, fresh_first, standard)
), open_zone as (
  select z.campaign_id, z.zones, z.fresh_from, z.fresh_after, z.wrapped,
         case when z.wrapped then z.fresh_from else 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid end as fresh_to
  from unnest($4::uuid[], $5::text[]) as o (campaign_id, zones)
  join campaign_zone z on z.tenant_id = $1 and z.campaign_id = o.campaign_id and z.zones = o.zones
), due as (
  select d.campaign_id, d.zones, d.customer_id, d.turn
  from want w
  cross join lateral (
    select x.campaign_id, x.zones, x.customer_id, x.due_at, x.turn
    from open_zone z
    cross join lateral (
      (select r.campaign_id, r.zones, r.customer_id, r.due_at, 1 as turn
       from ready r
       where r.tenant_id = $1 and r.campaign_id = z.campaign_id and r.zones = z.zones and r.due_at <= $6
         and r.disposition = 'callback_requested'
       order by r.due_at
       limit w.k)
      union all
      (select r.campaign_id, r.zones, r.customer_id, r.due_at, 2
       from ready r
       where r.tenant_id = $1 and r.campaign_id = z.campaign_id and r.zones = z.zones and r.due_at <= $6
         and r.disposition is distinct from 'callback_requested'
       order by r.due_at
       limit w.k)
      union all
      (select f.campaign_id, f.zones, f.customer_id, null, f.turn
       from (
         (select r.campaign_id, r.zones, r.customer_id, 3 as turn
          from ready r
          where r.tenant_id = $1 and r.campaign_id = z.campaign_id and r.zones = z.zones and r.due_at is null
            and r.customer_id > z.fresh_after and r.customer_id <= z.fresh_to
          order by r.customer_id
          limit w.k)
         union all
         (select r.campaign_id, r.zones, r.customer_id, 4
          from ready r
          where not z.wrapped
            and r.tenant_id = $1 and r.campaign_id = z.campaign_id and r.zones = z.zones and r.due_at is null
            and r.customer_id <= z.fresh_from
          order by r.customer_id
          limit w.k)
         limit w.k
       ) f)
    ) x
    where z.campaign_id = w.campaign_id
    order by case when w.fresh_first and x.turn < 3 then x.turn + 4 else x.turn end, x.due_at, x.customer_id
    limit w.k
  ) d
), advanced as (
  update campaign_zone z
  set fresh_after = f.customer_id, wrapped = z.wrapped or f.turn = 4
  from (
    select distinct on (d.campaign_id, d.zones) d.campaign_id, d.zones, d.customer_id, d.turn
    from due d
    where d.turn >= 3
    order by d.campaign_id, d.zones, d.turn desc, d.customer_id desc
  ) f
  where z.tenant_id = $1 and z.campaign_id = f.campaign_id and z.zones = f.zones
), taken as (
  delete from ready r using due d
  where r.tenant_id = $1 and r.campaign_id = d.campaign_id and r.zones = d.zones and r.customer_id = d.customer_id
  returning r.campaign_id, r.customer_id, r.zones, r.attempts, r.state, r.phone, r.reason, r.last_outcome, r.disposition
)
select t.campaign_id, t.customer_id, t.zones, t.attempts, t.state, t.phone, t.reason, t.last_outcome, t.disposition,
       c.customer_id is not null as customer_exists, c.phone as phone_now, c.zones as zones_now, c.number_invalid,
       c.external_id, c.name, c.email, c.language, c.city, c.neighborhoods, c.status, c.last_contacted, c.consent_at, c.attributes, c.preferred_times,
       (c.consent_at is not null and consent_suffices('express', w.standard)) or k.endless as consent_endless, k.until as consent_until,
       case when w.looks_back then
         array(select a.sending_at from attempt a
               where a.tenant_id = $1 and a.phone = t.phone and a.consumed and a.sending_at > $9 and a.attempt_id >= $10
               order by a.sending_at desc limit 1000) end as calls,
       (select coalesce(array_agg(d.list), '{}') from do_not_call d
         where d.tenant_id = $1 and d.phone = t.phone and (d.expires_at is null or d.expires_at > $6)) as lists,
       exists (select from erased_number e
         where e.tenant_id = $1
           and e.number_hash = number_hash((select k.key from number_key k where k.tenant_id = $1), t.phone)
         offset 0) as erased,
       exists (select from platform_do_not_call p
         where p.phone = t.phone and (p.expires_at is null or p.expires_at > $6)
         offset 0) as on_platform_list,
       exists (select from live_attempt l where l.tenant_id = $1 and l.phone = t.phone offset 0) as number_in_use
from taken t
join want w on w.campaign_id = t.campaign_id
left join lateral (
  select c.customer_id, c.phone, c.zones, c.external_id, c.name, c.email, c.language, c.city, c.neighborhoods, c.status,
         c.last_contacted, c.consent_at, c.attributes, c.preferred_times,
         exists (select from invalid_number v
           where v.tenant_id = $1 and v.customer_id = c.customer_id and v.phone = c.phone
           offset 0) as number_invalid
  from customer c
  where c.tenant_id = $1 and c.customer_id = t.customer_id
  offset 0
) c on true
left join lateral (
  select bool_or(o.expires_at is null) as endless, max(o.expires_at) as until
  from consent o
  where w.purpose is not null and o.tenant_id = $1 and o.customer_id = t.customer_id and o.revoked_at is null
    and o.given_at <= $6 and (o.expires_at is null or o.expires_at > $6)
    and (o.purposes = '{}' or w.purpose = any (o.purposes))
    and consent_suffices(o.basis, w.standard)
) k on true
