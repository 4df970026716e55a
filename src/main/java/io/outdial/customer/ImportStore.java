package io.outdial.customer;

import io.outdial.kernel.Page;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.outdial.platform.Problem;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Imports and what they refused. */
@ApplicationScoped
class ImportStore {

    private static final String INSERT_ISSUES = NamedSql.load("customer", "insert-issues");

    private final TenantDb db;

    ImportStore(TenantDb db) {
        this.db = db;
    }

    /** Counts so far. */
    record Counts(long received, long accepted, long updated, long rejected, long warned) {}

    /** A stored issue, with its severity. */
    record StoredIssue(int no, String severity, long line, String column, String code, String detail) {}

    Uni<Void> begin(TenantId tenant, UUID id, boolean dryRun, String by, Instant now) {
        return db.inTenant(tenant, connection -> connection
                .preparedQuery("""
                        insert into customer_import (tenant_id, import_id, dry_run, state, created_by, created_at)
                        values ($1, $2, $3, 'running', $4, $5)""")
                .execute(Tuple.of(tenant.value(), id, dryRun, by, now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid());
    }

    Uni<Void> addIssues(SqlConnection connection, TenantId tenant, UUID id, int firstNo, List<ImportIssue> issues) {
        if (issues.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        int n = issues.size();
        Integer[] nos = new Integer[n];
        String[] severities = new String[n];
        Long[] lines = new Long[n];
        String[] fields = new String[n];
        String[] codes = new String[n];
        String[] details = new String[n];
        for (int i = 0; i < n; i++) {
            ImportIssue issue = issues.get(i);
            nos[i] = firstNo + i;
            severities[i] = issue.error() ? "error" : "warning";
            lines[i] = issue.line();
            fields[i] = issue.column() == null ? null : issue.column().replace("\u0000", "");
            codes[i] = issue.code();
            details[i] = issue.detail();
        }
        Tuple parameters = Tuple.tuple()
                .addUUID(tenant.value())
                .addUUID(id)
                .addArrayOfInteger(nos)
                .addArrayOfString(severities)
                .addArrayOfLong(lines)
                .addArrayOfString(fields)
                .addArrayOfString(codes)
                .addArrayOfString(details);
        return connection.preparedQuery(INSERT_ISSUES).execute(parameters).replaceWithVoid();
    }

    Uni<Void> finish(TenantId tenant, UUID id, String state, Counts counts, Instant now) {
        return db.inTenant(tenant, connection -> connection
                .preparedQuery("""
                        update customer_import
                        set state = $3, received = $4, accepted = $5, updated = $6, rejected = $7, warned = $8,
                            finished_at = $9
                        where tenant_id = $1 and import_id = $2""")
                .execute(Tuple.tuple()
                        .addUUID(tenant.value())
                        .addUUID(id)
                        .addString(state)
                        .addInteger((int) counts.received)
                        .addInteger((int) counts.accepted)
                        .addInteger((int) counts.updated)
                        .addInteger((int) counts.rejected)
                        .addInteger((int) counts.warned)
                        .addOffsetDateTime(now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid());
    }

    /** Issues of an import in the order of the file; {@code severity} null means both. 404 when there is no such import. */
    Uni<Page<StoredIssue>> issues(TenantId tenant, UUID id, String severity, int after, int limit) {
        return db.inTenant(tenant, connection -> connection
                        .preparedQuery("select 1 from customer_import where tenant_id = $1 and import_id = $2")
                        .execute(Tuple.of(tenant.value(), id))
                        .invoke(found -> {
                            if (found.size() == 0) {
                                throw Problem.notFound("import");
                            }
                        })
                        .chain(() -> connection
                                .preparedQuery("""
                                        select * from customer_import_issue
                                        where tenant_id = $1 and import_id = $2 and issue_no > $3
                                          and ($4::text is null or severity = $4)
                                        order by issue_no limit $5""")
                                .execute(Tuple.of(tenant.value(), id, after, severity, limit + 1))))
                .map(rows -> {
                    List<StoredIssue> issues = new ArrayList<>();
                    rows.forEach(row -> issues.add(issue(row)));
                    return Page.of(issues, limit, issue -> String.valueOf(issue.no()));
                });
    }

    private static StoredIssue issue(Row row) {
        return new StoredIssue(
                row.getInteger("issue_no"),
                row.getString("severity"),
                row.getLong("line"),
                row.getString("field"),
                row.getString("code"),
                row.getString("detail"));
    }
}
