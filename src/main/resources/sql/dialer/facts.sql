-- What decides when a customer may next be called for a campaign. $1 tenant, $2 customer, $3 campaign, $4 now, $5 the
-- campaign's objective, $6 the earliest call that counts, $7 what a consent must rest on, null when none is needed
select exists (select from invalid_number v
         where v.tenant_id = $1 and v.customer_id = c.customer_id and v.phone = c.phone) as number_invalid, c.zones, c.preferred_times, t.state as target_state,
       t.reason as target_reason, t.due_at,
       (c.consent_at is not null and consent_suffices('express', $7)) or k.endless as consent_endless, k.until as consent_until,
       (select coalesce(array_agg(d.list), '{}') from do_not_call d
         where d.tenant_id = $1 and d.phone = c.phone and (d.expires_at is null or d.expires_at > $4)) as lists,
       exists (select from erased_number e
         where e.tenant_id = $1
           and e.number_hash = number_hash((select y.key from number_key y where y.tenant_id = $1), c.phone)) as erased,
       exists (select from platform_do_not_call p
         where p.phone = c.phone and (p.expires_at is null or p.expires_at > $4)) as on_platform_list,
       exists (select from live_attempt l where l.tenant_id = $1 and l.phone = c.phone) as number_in_use,
       array(select a.sending_at from attempt a
         where a.tenant_id = $1 and a.phone = c.phone and a.consumed and a.sending_at > $6
         order by a.sending_at desc limit 1000) as calls
from customer c
left join target_now t on t.tenant_id = $1 and t.campaign_id = $3 and t.customer_id = c.customer_id
cross join lateral (
  select bool_or(o.expires_at is null) as endless, max(o.expires_at) as until
  from consent o
  where o.tenant_id = $1 and o.customer_id = c.customer_id and o.revoked_at is null and o.given_at <= $4
    and (o.expires_at is null or o.expires_at > $4) and (o.purposes = '{}' or $5 = any (o.purposes))
    and consent_suffices(o.basis, $7)
) k
where c.tenant_id = $1 and c.customer_id = $2
