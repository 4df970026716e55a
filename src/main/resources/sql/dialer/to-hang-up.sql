-- Calls that somebody asked to end and that have not ended. $1 tenant, $2 how many at most
select a.attempt_id, a.provider_call_id, a.phone, a.sending_at, a.connection from live_attempt a where a.tenant_id = $1 and a.hang_up limit $2
