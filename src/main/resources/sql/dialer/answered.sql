-- A live attempt whose call was answered, with what its script says of the customer; none for an attempt that is over or was
-- put back. $1 tenant, $2 attempt
select a.campaign_id, a.provider_call_id, a.hang_up, a.phone, c.external_id, c.name, c.email, c.language, c.city,
       c.neighborhoods, c.status, c.last_contacted, c.consent_at, c.attributes
from live_attempt a
join customer c on c.tenant_id = $1 and c.customer_id = a.customer_id
where a.tenant_id = $1 and a.attempt_id = $2 and a.state in ('sending', 'placed', 'unknown')
