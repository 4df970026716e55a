-- What the tenant's calls so far tell of the next: how often they were answered, and what they cost. $1 tenant.
select t.currency, coalesce(sum(k.attempts), 0) as attempts, coalesce(sum(k.answered), 0) as answered,
       coalesce(sum(k.spend), 0) as spend
from tenant t
left join campaign_counter k on k.tenant_id = t.tenant_id
where t.tenant_id = $1
group by t.currency
