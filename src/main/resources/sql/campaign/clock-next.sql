-- When time next starts a campaign, and when it next ends one. $1 tenant.
select min(c.next_attempt_at) filter (where c.state = 'scheduled') as next_start,
       min(c.end_at) filter (where c.state = 'active') as next_end
from campaign c
where c.tenant_id = $1 and c.state in ('scheduled', 'active')
