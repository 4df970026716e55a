-- Takes who is not called off the queue and counts why. $1 tenant, $2 campaign.
with moved as (
  delete from ready r
  where r.tenant_id = $1 and r.campaign_id = $2 and r.due_at = 'infinity' and r.state = 'suppressed'
  returning r.reason
)
select m.reason, count(*)::int as n from moved m group by m.reason order by m.reason
