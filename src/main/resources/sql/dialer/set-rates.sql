-- What a claim used of each campaign's rates. $1 tenant, $2 campaigns, $3 days, $4 placed on that day, $5 tokens of the minute,
-- $6 tokens of the hour, $7 now, $8 the minute now, $9 calls in it, $10 calls in the one before, $11 limits that bind, $12 paces, $13 their tokens,
-- $14 when slowed, $15 usual milliseconds of an answer, $16 passes, $17 last turns
update campaign_counter c
set day = x.day, placed_today = x.placed_today, minute_tokens = x.minute_tokens, hour_tokens = x.hour_tokens,
    tokens_at = $7, minute_at = $8, minute_calls = x.minute_calls, last_minute_calls = x.last_minute_calls,
    binding_limit = x.binding_limit, pace = x.pace, pace_tokens = x.pace_tokens, paced_at = $7, slowed_at = x.slowed_at,
    usual_millis = x.usual_millis, pass = x.pass, served_at = x.served_at
from unnest($2::uuid[], $3::date[], $4::int[], $5::float8[], $6::float8[], $9::int[], $10::int[], $11::text[],
            $12::float8[], $13::float8[], $14::timestamptz[], $15::float8[], $16::float8[], $17::timestamptz[])
     as x (campaign_id, day, placed_today, minute_tokens, hour_tokens, minute_calls, last_minute_calls, binding_limit,
           pace, pace_tokens, slowed_at, usual_millis, pass, served_at)
where c.tenant_id = $1 and c.campaign_id = x.campaign_id
