-- Ends a customer's consents. $1 tenant, $2 customer, $3 purpose or null for all, $4 now, $5 who, $6 reason or null. One that
-- is for more than the purpose ends too: what is left of it has to be given again.
update consent k
set revoked_at = $4, revoked_by = $5, revoked_reason = $6
where k.tenant_id = $1 and k.customer_id = $2 and k.revoked_at is null
  and ($3::text is null or k.purposes = '{}' or $3 = any (k.purposes))
