-- Takes ended attempts out of the live ones; only rows that come back are settled, so an event told twice counts once.
-- $1 tenant, $2 attempts, $3 states they may be in
delete from live_attempt a
where a.tenant_id = $1 and a.attempt_id = any($2) and a.state = any($3)
returning a.attempt_id, a.campaign_id, a.customer_id, a.attempt_no, a.phone, a.zones, a.state, a.connection,
          a.provider_call_id, a.reserved, a.was, a.was_reason, a.last_outcome, a.disposition, a.claimed_at, a.sending_at,
          a.placed_at, a.ringing_at, a.answered_at
