-- When time next does something to a campaign. $1 tenant.
select min(case when c.state = 'scheduled' then c.next_attempt_at else c.end_at end) as next
from campaign c
where c.tenant_id = $1 and c.state in ('scheduled', 'active')
