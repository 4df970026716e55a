-- Counts by name. $1 tenant, $2 campaigns, $3 kinds, $4 names, $5 how many
insert into campaign_tally as y (tenant_id, campaign_id, kind, name, n)
select k.tenant_id, x.campaign_id, x.kind, x.name, x.n
from tenant_capacity k
cross join unnest($2::uuid[], $3::text[], $4::text[], $5::int[]) as x (campaign_id, kind, name, n)
where k.tenant_id = $1
order by x.campaign_id, x.kind, x.name
on conflict (tenant_id, campaign_id, kind, name) do update set n = y.n + excluded.n
