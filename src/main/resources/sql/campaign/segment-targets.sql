-- One target for everyone who matches; who is known not to be callable is suppressed with the reason. $1 tenant, then
-- the audience's own arguments; :campaign, :now, :lists and :consent are numbered after them.
insert into target (tenant_id, campaign_id, customer_id, phone, zones, state, reason, due_at, updated_at)
select s.tenant_id, :campaign::uuid, s.customer_id, s.phone, s.zones,
       case when s.reason is null then 'pending' else 'suppressed' end, s.reason,
       case when s.reason is null then :now::timestamptz end, :now::timestamptz
from (
  select m.tenant_id, m.customer_id, m.phone, m.zones,
         -- Of several customers with one number the first who may be called stands for all.
         case when m.reason is null
               and row_number() over (partition by m.phone, m.reason is null order by m.customer_id) > 1
              then 'duplicate_phone' else m.reason end as reason
  from (
    select c.tenant_id, c.customer_id, c.phone, c.zones,
           case
             when exists (select from do_not_call d
                          where d.tenant_id = $1 and d.phone = c.phone and d.list = 'opt_out'
                            and (d.expires_at is null or d.expires_at > :now)) then 'opt_out'
             when exists (select from do_not_call d
                          where d.tenant_id = $1 and d.phone = c.phone and d.list = any (:lists::text[])
                            and (d.expires_at is null or d.expires_at > :now)) then 'do_not_call'
             when exists (select from platform_do_not_call p
                          where p.phone = c.phone and (p.expires_at is null or p.expires_at > :now)) then 'do_not_call'
             when c.phone_status = 'invalid' then 'invalid_phone'
             when c.zones is null then 'unknown_time_zone'
             when :consent::boolean and c.consent_at is null then 'no_consent'
           end as reason
    from customer c
    where c.tenant_id = $1 and /* audience */ true
  ) m
) s
