-- When the tenant next needs a turn. A wish that came in during the turn stays: it changed the mark, whatever it asked for, since
-- whoever wishes (give-back, and campaigns that change) makes the value less. $1 tenant, $2 the turn's mark, $3 next
update tenant_due d
set next_due = case when d.next_due = $2 then $3 else least(d.next_due, $3) end
where d.tenant_id = $1
