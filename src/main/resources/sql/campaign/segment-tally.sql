-- Why some are not called. $1 tenant, $2 campaign.
insert into campaign_tally (tenant_id, campaign_id, kind, name, n)
select t.tenant_id, t.campaign_id, 'suppressed', t.reason, count(*)
from target t
where t.tenant_id = $1 and t.campaign_id = $2 and t.state = 'suppressed'
group by t.tenant_id, t.campaign_id, t.reason
