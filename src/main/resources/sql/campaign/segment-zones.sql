-- The sets of time zones a campaign calls into. $1 tenant, $2 campaign.
insert into campaign_zone (tenant_id, campaign_id, zones)
select distinct r.tenant_id, r.campaign_id, r.zones
from ready r
where r.tenant_id = $1 and r.campaign_id = $2
