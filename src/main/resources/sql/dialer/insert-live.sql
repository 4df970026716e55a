-- Writes attempts before anything is sent. $1 tenant, $2 attempts, $3 campaigns, $4 customers, $5 numbers of the attempts,
-- $6 phones, $7 zones, $8 states the targets had, $9 their reasons, $10 last outcomes, $11 dispositions, $12 owner,
-- $13 lease until, $14 connections, $15 what is reserved for each, $16 now, $17 until when they may be sent, $18 objectives that
-- a consent must be for and $19 what it must rest on (null: none is needed)
insert into live_attempt as a (tenant_id, attempt_id, campaign_id, customer_id, attempt_no, phone, zones, state, owner,
                               lease_until, connection, reserved, was, was_reason, last_outcome, disposition, claimed_at,
                               valid_until, consent_for, consent_standard)
select k.tenant_id, x.attempt_id, x.campaign_id, x.customer_id, x.attempt_no, x.phone, x.zones, 'claimed', $12, $13,
       x.connection, x.reserved, x.was, x.was_reason, x.outcome, x.disposition, $16, x.valid_until, x.consent_for, x.consent_standard
from tenant_capacity k
cross join unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::int[], $6::text[], $7::text[], $8::text[], $9::text[],
                  $10::text[], $11::text[], $14::text[], $15::numeric[], $17::timestamptz[], $18::text[], $19::text[])
     as x (attempt_id, campaign_id, customer_id, attempt_no, phone, zones, was, was_reason, outcome, disposition,
           connection, reserved,
           valid_until, consent_for, consent_standard)
where k.tenant_id = $1
