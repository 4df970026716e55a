-- Writes what a tenant asks of all its campaigns. $1 tenant, $2 rules, $3 the version they were read at, $4 now, $5 who
insert into calling_policy as p (tenant_id, rules, version, updated_at, updated_by)
values ($1, $2, $3 + 1, $4, $5)
on conflict (tenant_id) do update
set rules = excluded.rules, version = p.version + 1, updated_at = excluded.updated_at, updated_by = excluded.updated_by
where p.tenant_id = $1 and p.version = $3
returning p.version
