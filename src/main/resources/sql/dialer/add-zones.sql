-- Sets of zones that were new to a campaign when somebody moved there. $1 tenant, $2 campaigns, $3 zones.
insert into campaign_zone (tenant_id, campaign_id, zones)
select k.tenant_id, x.campaign_id, x.zones
from tenant_capacity k
cross join unnest($2::uuid[], $3::text[]) as x (campaign_id, zones)
where k.tenant_id = $1
order by x.campaign_id, x.zones
on conflict (tenant_id, campaign_id, zones) do nothing
