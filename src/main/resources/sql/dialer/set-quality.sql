-- What guards watch, after a batch. $1 tenant, $2 campaigns, $3 rolling windows, $4 abandonment by day, $5 now
insert into campaign_quality as q (tenant_id, campaign_id, calls, abandonment, updated_at)
select k.tenant_id, x.campaign_id, x.calls, x.abandonment, $5
from tenant_capacity k
cross join unnest($2::uuid[], $3::text[], $4::text[]) as x (campaign_id, calls, abandonment)
where k.tenant_id = $1
order by x.campaign_id
on conflict (tenant_id, campaign_id) do update
set calls = excluded.calls, abandonment = excluded.abandonment, updated_at = excluded.updated_at
