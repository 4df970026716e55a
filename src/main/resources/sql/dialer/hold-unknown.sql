-- Nobody knows what became of these calls: held, not redialled, asked about again later. $1 tenant, $2 attempts, $3 until
update live_attempt a set state = 'unknown', epoch = a.epoch + 1, lease_until = $3
where a.tenant_id = $1 and a.attempt_id = any($2) and a.state in ('sending', 'placed', 'unknown')
