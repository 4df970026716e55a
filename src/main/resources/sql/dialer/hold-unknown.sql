-- Nobody knows what became of these calls: held, not redialled, asked about again later. $1 tenant, $2 attempts, $3 until,
-- $4 states they may be in, $5 since when the provider is asked in vain, null when it was not asked
update live_attempt a
set state = 'unknown', epoch = a.epoch + 1, lease_until = $3, unknown_since = coalesce(a.unknown_since, $5)
where a.tenant_id = $1 and a.attempt_id = any($2) and a.state = any($4)
returning a.campaign_id, a.unknown_since
