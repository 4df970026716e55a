-- The counters a tenant's claims are held to. $1 tenant
insert into tenant_capacity (tenant_id) values ($1) on conflict do nothing
