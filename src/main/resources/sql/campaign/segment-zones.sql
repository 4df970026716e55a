-- The sets of time zones a campaign calls into, each found by a step over the key. $1 tenant, $2 campaign.
insert into campaign_zone (tenant_id, campaign_id, zones)
with recursive step as (
  (select r.zones from ready r where r.tenant_id = $1 and r.campaign_id = $2 order by r.zones limit 1)
  union all
  select (select r.zones from ready r where r.tenant_id = $1 and r.campaign_id = $2 and r.zones > s.zones
          order by r.zones limit 1)
  from step s
  where s.zones is not null
)
select $1::uuid, $2::uuid, s.zones from step s where s.zones is not null
