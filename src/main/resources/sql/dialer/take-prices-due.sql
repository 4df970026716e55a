-- Calls to ask the price of now; who takes them leaves them alone for ever longer. $1 tenant, $2 now, $3 how many at most,
-- $4 seconds until the second time, $5 factor from time to time
with due as (
  select p.attempt_id from price_due p
  where p.tenant_id = $1 and p.ask_at <= $2
  order by p.ask_at
  limit $3
  for update skip locked
)
update price_due p
set asked = p.asked + 1, ask_at = $2 + make_interval(secs => $4::float8 * power($5::float8, p.asked))
from due d
where p.tenant_id = $1 and p.attempt_id = d.attempt_id
returning p.attempt_id, p.connection, p.provider_call_id, p.asked
