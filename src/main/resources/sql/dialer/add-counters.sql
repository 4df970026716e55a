-- Moves targets between states and adds what calls cost. $1 tenant, $2 campaigns, then by campaign: $3 pending, $4 deferred,
-- $5 in progress, $6 waiting for a retry, $7 succeeded, $8 completed, $9 exhausted, $10 suppressed, $11 unknown,
-- $12 expired, $13 attempts, $14 answered by a person, $15 successes, $16 spend, $17 reserved, $18 conversions,
-- $19 their value, $20 attempts that ended, $21 seconds they were held, $22 the highest cost of one, $23 what a conversation
-- weighs the older ones down by
update campaign_counter c
set pending = c.pending + x.pending, deferred = c.deferred + x.deferred, in_progress = c.in_progress + x.in_progress,
    waiting_retry = c.waiting_retry + x.waiting_retry, succeeded = c.succeeded + x.succeeded,
    completed = c.completed + x.completed, exhausted = c.exhausted + x.exhausted, suppressed = c.suppressed + x.suppressed,
    unknown = c.unknown + x.unknown, expired = c.expired + x.expired, attempts = c.attempts + x.attempts,
    answered = c.answered + x.answered, successes = c.successes + x.successes, spend = c.spend + x.spend,
    reserved = c.reserved + x.reserved, conversions = c.conversions + x.conversions,
    conversion_value = c.conversion_value + x.conversion_value, ended = c.ended + x.ended,
    held_seconds = c.held_seconds + x.held_seconds, highest_cost = greatest(c.highest_cost, x.highest_cost),
    live_conversations = c.live_conversations * power($23::float8, x.answered) + x.answered,
    live_successes = c.live_successes * power($23::float8, x.answered) + x.successes
from unnest($2::uuid[], $3::int[], $4::int[], $5::int[], $6::int[], $7::int[], $8::int[], $9::int[], $10::int[], $11::int[],
            $12::int[], $13::int[], $14::int[], $15::int[], $16::numeric[], $17::numeric[], $18::int[], $19::numeric[],
            $20::int[], $21::float8[], $22::numeric[])
     as x (campaign_id, pending, deferred, in_progress, waiting_retry, succeeded, completed, exhausted, suppressed, unknown,
           expired, attempts, answered, successes, spend, reserved, conversions, conversion_value, ended, held_seconds,
           highest_cost)
where c.tenant_id = $1 and c.campaign_id = x.campaign_id
