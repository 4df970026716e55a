-- Writes which packs a tenant may use. $1 tenant, $2 default or null, $3 allowed or null, $4 the version they were read at,
-- $5 now, $6 who
insert into calling_policy as p (tenant_id, regulation, allowed_regulations, version, updated_at, updated_by)
values ($1, $2, $3, $4 + 1, $5, $6)
on conflict (tenant_id) do update
set regulation = excluded.regulation, allowed_regulations = excluded.allowed_regulations, version = p.version + 1,
    updated_at = excluded.updated_at, updated_by = excluded.updated_by
where p.tenant_id = $1 and p.version = $4
returning p.version
