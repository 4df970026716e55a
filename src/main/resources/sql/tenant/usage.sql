-- What a tenant uses now. $1 tenant, $2 now
select k.in_flight, k.active_campaigns, t.currency,
       case when greatest(k.day, (k.tokens_at at time zone t.time_zone)::date) < ($2::timestamptz at time zone t.time_zone)::date
            then 0 else k.placed_today end as calls_today,
       (select coalesce(sum(c.spend), 0) from campaign_counter c where c.tenant_id = $1) as spend
from tenant_capacity k
join tenant t on t.tenant_id = k.tenant_id
where k.tenant_id = $1
