-- The last look before requests leave: still ours, still active, still not forbidden. Only what comes back may be sent. The
-- campaign rows are locked against a pause that would otherwise slip in between. What passes with time was decided at the claim,
-- until valid_until; lists and consents are asked again. "offset 0" keeps a list from being read whole for want of statistics,
-- as it may be right after its import. $1 tenant, $2 attempts, $3 campaigns, $4 owner, $5 now, $6 lease until, $7 campaigns and
-- $8 lists that hold for each beside its tenant's
with open_campaign as (
  select c.campaign_id from campaign c
  where c.tenant_id = $1 and c.campaign_id = any($3) and c.state = 'active'
  order by c.campaign_id
  for share
)
update live_attempt a
set state = 'sending', sending_at = $5, lease_until = $6
from open_campaign c
where a.tenant_id = $1 and a.attempt_id = any($2) and a.campaign_id = c.campaign_id and a.state = 'claimed'
  and a.owner = $4 and a.lease_until > $5 and a.valid_until > $5
  and not exists (select from do_not_call d
                  where d.tenant_id = $1 and d.phone = a.phone and (d.expires_at is null or d.expires_at > $5)
                    and (d.list in ('opt_out', 'tenant')
                         or exists (select from unnest($7::uuid[], $8::text[]) as h (campaign_id, list)
                                    where h.campaign_id = a.campaign_id and h.list = d.list))
                  offset 0)
  and not exists (select from erased_number e
                  where e.tenant_id = $1
                    and e.number_hash = number_hash((select k.key from number_key k where k.tenant_id = $1), a.phone)
                  offset 0)
  and not exists (select from platform_do_not_call p
                  where p.phone = a.phone and (p.expires_at is null or p.expires_at > $5)
                  offset 0)
  and (a.consent_for is null
       or exists (select from customer u
                  where u.tenant_id = $1 and u.customer_id = a.customer_id and u.consent_at is not null
                    and consent_suffices('express', a.consent_standard)
                  offset 0)
       or exists (select from consent o
                  where o.tenant_id = $1 and o.customer_id = a.customer_id and o.revoked_at is null and o.given_at <= $5
                    and (o.expires_at is null or o.expires_at > $5)
                    and (o.purposes = '{}' or a.consent_for = any (o.purposes))
                    and consent_suffices(o.basis, a.consent_standard)
                  offset 0))
returning a.attempt_id, a.valid_until
