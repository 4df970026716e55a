-- What an activation divides: the tenant's limits, its slots in use, and how often its calls were answered. $1 tenant.
select t.max_concurrent_calls, t.max_active_campaigns, k.active_campaigns,
       (select sum(cc.answered)::float8 / nullif(sum(cc.attempts), 0)
        from campaign_counter cc where cc.tenant_id = $1) as answer_rate
from tenant t
join tenant_capacity k on k.tenant_id = t.tenant_id
where t.tenant_id = $1
