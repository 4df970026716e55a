-- A campaign's calls by quarter of an hour (the newest), by hour of its day and by zone (those with most calls); one row of kind
-- 'none' when there are no calls. $1 tenant, $2 campaign, $3 not before, $4 quarters at most, $5 zones at most
with of as (
  select c.campaign_id, coalesce(c.time_zone, t.time_zone) as time_zone
  from campaign c
  join tenant t on t.tenant_id = c.tenant_id
  where c.tenant_id = $1 and c.campaign_id = $2
), counted as (
  select s.slot, extract(hour from s.slot at time zone o.time_zone)::int as hour, s.zones, s.calls, s.conversations, s.successes
  from of o
  join campaign_slot s on s.tenant_id = $1 and s.campaign_id = o.campaign_id and s.slot >= $3
), grouped as (
  select case when grouping(c.slot) = 0 then 'slot' when grouping(c.hour) = 0 then 'hour' else 'zone' end as kind,
         c.slot, c.hour, c.zones, sum(c.calls)::int as calls, sum(c.conversations)::int as conversations,
         sum(c.successes)::int as successes
  from counted c
  group by grouping sets ((c.slot), (c.hour), (c.zones))
), ranked as (
  select g.*, row_number() over (partition by g.kind order by g.slot desc, g.calls desc, g.zones) as place from grouped g
)
select coalesce(r.kind, 'none') as kind, r.slot, r.hour, r.zones, r.calls, r.conversations, r.successes, r.place
from of o
left join ranked r on r.place <= case r.kind when 'slot' then $4::int when 'zone' then $5::int else 24 end
order by r.kind, r.place
