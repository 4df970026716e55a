-- When the earliest target of each campaign and set of zones is due; a fresh one is since it was made. $1 tenant, $2 campaigns
select z.campaign_id, z.zones,
       least((select r.due_at from ready r
               where r.tenant_id = $1 and r.campaign_id = z.campaign_id and r.zones = z.zones and r.due_at is not null
               order by r.due_at limit 1),
             (select r.updated_at from ready r
               where r.tenant_id = $1 and r.campaign_id = z.campaign_id and r.zones = z.zones and r.due_at is null
                 and r.customer_id > z.fresh_after
                 and r.customer_id <= case when z.wrapped then z.fresh_from else 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid end
               order by r.customer_id limit 1),
             (select r.updated_at from ready r
               where not z.wrapped and r.tenant_id = $1 and r.campaign_id = z.campaign_id and r.zones = z.zones
                 and r.due_at is null and r.customer_id <= z.fresh_from
               order by r.customer_id limit 1)) as due_at
from campaign_zone z
where z.tenant_id = $1 and z.campaign_id = any($2)
