-- Keeps attempts that ended. $1 tenant, then by attempt: $2 id, $3 campaign, $4 customer, $5 number, $6 phone, $7 connection,
-- $8 provider's id, $9 claimed, $10 sending, $11 placed, $12 ringing, $13 answered, $14 finished, $15 outcome,
-- $16 disposition, $17 reason, $18 consumed, $19 seconds talked, $20 cost, $21 quality, $22 satisfaction,
-- $23 script version, $24 recording, $25 summary
insert into attempt as a (tenant_id, attempt_id, campaign_id, customer_id, attempt_no, phone, connection, provider_call_id,
                          claimed_at, sending_at, placed_at, ringing_at, answered_at, finished_at, outcome, disposition,
                          reason, consumed, talk_seconds, cost, quality_score, satisfaction, script_version, recording_url,
                          summary)
select k.tenant_id, x.*
from tenant_capacity k
cross join unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::int[], $6::text[], $7::text[], $8::text[], $9::timestamptz[],
                  $10::timestamptz[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[], $14::timestamptz[],
                  $15::text[], $16::text[], $17::text[], $18::boolean[], $19::int[], $20::numeric[], $21::float8[],
                  $22::int[], $23::int[], $24::text[], $25::text[]) as x
where k.tenant_id = $1
