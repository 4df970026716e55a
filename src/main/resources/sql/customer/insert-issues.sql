-- What an import refused or warned about. $1 tenant, $2 import, then one array per column
insert into customer_import_issue (tenant_id, import_id, issue_no, severity, line, field, code, detail)
select $1, $2, i.issue_no, i.severity, i.line, i.field, i.code, i.detail
from unnest($3::int[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::text[])
     as i (issue_no, severity, line, field, code, detail)
