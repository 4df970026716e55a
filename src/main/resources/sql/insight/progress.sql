-- Where a campaign stands, from its counters alone. $1 tenant, $2 campaign
select c.state, c.state_reason, c.state_cause, c.version, t.currency, k.*,
       (select coalesce(jsonb_object_agg(y.name, y.n), '{}') from campaign_tally y
         where y.tenant_id = $1 and y.campaign_id = $2 and y.kind = 'outcome') as outcomes,
       (select coalesce(jsonb_object_agg(y.name, y.n), '{}') from campaign_tally y
         where y.tenant_id = $1 and y.campaign_id = $2 and y.kind = 'disposition') as dispositions,
       (select coalesce(jsonb_object_agg(y.name, y.n), '{}') from campaign_tally y
         where y.tenant_id = $1 and y.campaign_id = $2 and y.kind = 'suppressed') as suppressed_by_reason,
       (select coalesce(jsonb_object_agg(y.name, y.n), '{}') from campaign_tally y
         where y.tenant_id = $1 and y.campaign_id = $2 and y.kind = 'deferred') as deferrals_by_reason
from campaign c
join tenant t on t.tenant_id = c.tenant_id
left join campaign_counter k on k.tenant_id = c.tenant_id and k.campaign_id = c.campaign_id
where c.tenant_id = $1 and c.campaign_id = $2
