-- Calls by the time they ended and their people's zones. $1 tenant, $2 campaigns, $3 slots, $4 zones, $5 calls, $6 conversations,
-- $7 successes
insert into campaign_slot as s (tenant_id, campaign_id, slot, zones, calls, conversations, successes)
select k.tenant_id, x.campaign_id, x.slot, x.zones, x.calls, x.conversations, x.successes
from tenant_capacity k
cross join unnest($2::uuid[], $3::timestamptz[], $4::text[], $5::int[], $6::int[], $7::int[])
  as x (campaign_id, slot, zones, calls, conversations, successes)
where k.tenant_id = $1
order by x.campaign_id, x.slot, x.zones
on conflict (tenant_id, campaign_id, slot, zones) do update
set calls = s.calls + excluded.calls, conversations = s.conversations + excluded.conversations,
    successes = s.successes + excluded.successes
