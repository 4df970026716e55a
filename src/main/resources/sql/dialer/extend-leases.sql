-- The provider knows these calls as live. $1 tenant, $2 attempts, $3 until
update live_attempt a set state = 'placed', lease_until = $3 where a.tenant_id = $1 and a.attempt_id = any($2)
