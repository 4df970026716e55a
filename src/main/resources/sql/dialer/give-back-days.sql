-- Attempts that were never sent do not count toward the day on which they were claimed. $1 tenant, $2 campaigns and
-- $3 instants of the claims
with claim as (
  select x.campaign_id, (x.at at time zone t.time_zone)::date as tenants_day,
         (x.at at time zone coalesce(c.time_zone, t.time_zone))::date as campaigns_day
  from unnest($2::uuid[], $3::timestamptz[]) as x (campaign_id, at)
  join campaign c on c.tenant_id = $1 and c.campaign_id = x.campaign_id
  join tenant t on t.tenant_id = c.tenant_id
), tenants as (
  update tenant_capacity k
  set placed_today = k.placed_today - (select count(*) from claim x where x.tenants_day = k.day)
  where k.tenant_id = $1
)
update campaign_counter k
set placed_today = k.placed_today - (select count(*) from claim x where x.campaign_id = k.campaign_id and x.campaigns_day = k.day)
where k.tenant_id = $1 and k.campaign_id = any($2)
