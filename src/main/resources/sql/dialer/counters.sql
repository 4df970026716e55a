-- What the running campaigns have used. $1 tenant, $2 campaigns
select c.campaign_id, c.pending::bigint + c.deferred + c.waiting_retry as waiting, c.in_progress, c.spend, c.reserved, c.day,
       c.placed_today, c.minute_tokens, c.hour_tokens, c.tokens_at, c.minute_at, c.minute_calls, c.last_minute_calls, c.ended,
       c.held_seconds, c.highest_cost, c.live_conversations, c.live_successes, c.pace, c.pace_tokens, c.paced_at, c.slowed_at,
       c.usual_millis, c.pass, c.served_at,
       (select coalesce(array_agg(z.zones), '{}') from campaign_zone z
         where z.tenant_id = $1 and z.campaign_id = c.campaign_id) as zones
from campaign_counter c
where c.tenant_id = $1 and c.campaign_id = any($2)
order by c.campaign_id
for no key update of c
