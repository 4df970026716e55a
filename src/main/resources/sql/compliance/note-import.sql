-- A file was imported into a list to its end; who brings an older file meanwhile does not make the list older.
-- $1 tenant, $2 list, $3 the day the file is of or null, $4 now, $5 who
insert into do_not_call_list as l (tenant_id, list, dated, imported_at, imported_by)
values ($1, $2, $3, $4, $5)
on conflict (tenant_id, list) do update
set dated = greatest(l.dated, excluded.dated), imported_at = excluded.imported_at, imported_by = excluded.imported_by
