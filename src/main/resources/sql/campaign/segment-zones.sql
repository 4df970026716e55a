-- The sets of time zones a campaign calls into, each found by a step over the key, and where in each the campaign begins: after
-- one of the first 100,000 targets, by its id, so that campaigns for the same people begin with different ones.
-- $1 tenant, $2 campaign.
insert into campaign_zone (tenant_id, campaign_id, zones, fresh_from, fresh_after)
with recursive step as (
  (select r.zones from ready r where r.tenant_id = $1 and r.campaign_id = $2 order by r.zones limit 1)
  union all
  select (select r.zones from ready r where r.tenant_id = $1 and r.campaign_id = $2 and r.zones > s.zones
          order by r.zones limit 1)
  from step s
  where s.zones is not null
)
select $1::uuid, $2::uuid, s.zones, f.customer_id, f.customer_id
from step s
cross join lateral (
  select count(*) as n
  from (select from ready r where r.tenant_id = $1 and r.campaign_id = $2 and r.zones = s.zones limit 100000) first
) size
cross join lateral (
  select r.customer_id
  from ready r
  where r.tenant_id = $1 and r.campaign_id = $2 and r.zones = s.zones
  order by r.customer_id
  offset (hashtextextended($2::text, 0) & 9223372036854775807) % size.n
  limit 1
) f
where s.zones is not null
