package io.outdial.customer;

import io.outdial.kernel.Page;
import io.outdial.kernel.TenantId;
import io.outdial.platform.AuditEntry;
import io.outdial.platform.AuditLog;
import io.outdial.platform.NamedSql;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.Rows;
import io.outdial.platform.TenantDb;
import io.outdial.webhook.EventType;
import io.outdial.webhook.Outbox;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
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
    private final Outbox outbox;

    ImportStore(TenantDb db, Outbox outbox) {
        this.db = db;
        this.outbox = outbox;
    }

    /** Counts of rows, and of warnings. */
    record Counts(long received, long accepted, long updated, long rejected, long warned) {

        static final Counts NONE = new Counts(0, 0, 0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(
                    received + other.received,
                    accepted + other.accepted,
                    updated + other.updated,
                    rejected + other.rejected,
                    warned + other.warned);
        }
    }

    /** A stored issue, with its severity. */
    record StoredIssue(int no, String severity, long line, String column, String code, String detail) {

        ImportIssue shown() {
            return new ImportIssue(severity.equals("error"), line, column, code, detail);
        }
    }

    /**
     * Begins an import of a tenant that has fewer than {@code most} of them running anywhere.
     *
     * @param silentSince one without a sign of life since then does not run any more
     * @throws Problem 429 when it has as many
     */
    Uni<Void> begin(TenantId tenant, UUID id, boolean dryRun, String by, int most, Instant silentSince, Instant now) {
        AuditEntry entry = AuditEntry.of("customer.import", id).with("dryRun", dryRun);
        return db.inTenant(tenant, connection -> connection
                .preparedQuery("select 1 from tenant where tenant_id = $1 for no key update") // two at once are counted
                .execute(Tuple.of(tenant.value()))
                .chain(() -> connection
                        .preparedQuery("""
                                insert into customer_import
                                  (tenant_id, import_id, dry_run, state, created_by, created_at, beat_at)
                                select $1, $2, $3, 'running', $4, $5, $5
                                where (select count(*) from customer_import
                                       where tenant_id = $1 and state = 'running' and beat_at >= $6) < $7""")
                        .execute(Tuple.tuple()
                                .addUUID(tenant.value())
                                .addUUID(id)
                                .addBoolean(dryRun)
                                .addString(by)
                                .addOffsetDateTime(now.atOffset(ZoneOffset.UTC))
                                .addOffsetDateTime(silentSince.atOffset(ZoneOffset.UTC))
                                .addInteger(most)))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        throw ImportBeats.tooMany("Your tenant has " + most + " imports running, which is the most.");
                    }
                })
                .chain(() -> AuditLog.add(connection, tenant, entry, now)));
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

    /**
     * Adds to the counts, in the transaction that writes what is counted; a sign of life too.
     *
     * @throws Problem 409 when the import was given up in the meantime: the transaction must not be
     */
    Uni<Void> progress(SqlConnection connection, TenantId tenant, UUID id, Counts block, Instant now) {
        return connection
                .preparedQuery("""
                        update customer_import
                        set received = received + $3, accepted = accepted + $4, updated = updated + $5,
                            rejected = rejected + $6, warned = warned + $7, beat_at = $8
                        where tenant_id = $1 and import_id = $2 and state = 'running'""")
                .execute(Tuple.tuple()
                        .addUUID(tenant.value())
                        .addUUID(id)
                        .addLong(block.received)
                        .addLong(block.accepted)
                        .addLong(block.updated)
                        .addLong(block.rejected)
                        .addLong(block.warned)
                        .addOffsetDateTime(now.atOffset(ZoneOffset.UTC)))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        throw new Problem(
                                ProblemType.CONFLICT,
                                "The import gave no sign of life for too long and was given up; send the file again.");
                    }
                })
                .replaceWithVoid();
    }

    /** A sign of life, while the client takes its time. */
    Uni<Void> beat(TenantId tenant, UUID id, Instant now) {
        return db.inTenant(tenant, connection -> connection
                .preparedQuery("""
                        update customer_import set beat_at = $3
                        where tenant_id = $1 and import_id = $2 and state = 'running'""")
                .execute(Tuple.of(tenant.value(), id, now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid());
    }

    Uni<Void> finish(TenantId tenant, UUID id, String state, List<ImportedAttribute> attributes, Instant now) {
        return db.inTenant(tenant, connection -> connection
                .preparedQuery("""
                        update customer_import set state = $3, attributes = $4, finished_at = $5
                        where tenant_id = $1 and import_id = $2 and state = 'running'
                        returning *""")
                .execute(Tuple.of(tenant.value(), id, state, json(attributes), now.atOffset(ZoneOffset.UTC)))
                .chain(rows -> tell(connection, tenant, rows, now)));
    }

    /** Tells webhooks of an import that came to its end, when there is one in these rows. */
    private Uni<Void> tell(SqlConnection connection, TenantId tenant, RowSet<Row> rows, Instant now) {
        if (rows.size() == 0) {
            return Uni.createFrom().voidItem();
        }
        Row row = rows.iterator().next();
        JsonObject data = new JsonObject()
                .put("importId", row.getUUID("import_id").toString())
                .put("state", row.getString("state"))
                .put("dryRun", row.getBoolean("dry_run"));
        for (String count : List.of("received", "accepted", "updated", "rejected", "warned")) {
            data.put(count, row.getLong(count));
        }
        return outbox.add(connection, tenant, EventType.IMPORT_FINISHED, data, now);
    }

    /**
     * An import with its first issues. One that is said to run and gave no sign of life since {@code silentSince} is
     * failed from now on: its replica died.
     */
    Uni<ImportAnswer> read(TenantId tenant, UUID id, Instant silentSince, Instant now) {
        return db.inTenant(tenant, connection -> connection
                .preparedQuery("""
                        update customer_import set state = 'failed', finished_at = $4
                        where tenant_id = $1 and import_id = $2 and state = 'running' and beat_at < $3
                        returning *""")
                .execute(Tuple.of(
                        tenant.value(), id, silentSince.atOffset(ZoneOffset.UTC), now.atOffset(ZoneOffset.UTC)))
                .chain(givenUp -> tell(connection, tenant, givenUp, now))
                .chain(() -> connection
                        .preparedQuery("select * from customer_import where tenant_id = $1 and import_id = $2")
                        .execute(Tuple.of(tenant.value(), id)))
                .chain(rows -> {
                    if (rows.size() == 0) {
                        throw Problem.notFound("import");
                    }
                    Row row = rows.iterator().next();
                    return issues(connection, tenant, id, "error", 0, ImportRun.SHOWN_ISSUES)
                            .chain(errors -> issues(connection, tenant, id, "warning", 0, ImportRun.SHOWN_ISSUES)
                                    .map(warnings -> answer(row, errors, warnings)));
                }));
    }

    private static ImportAnswer answer(Row row, List<StoredIssue> errors, List<StoredIssue> warnings) {
        UUID id = row.getUUID("import_id");
        List<ImportedAttribute> attributes = new ArrayList<>();
        for (Object each : row.getJsonArray("attributes")) {
            JsonObject json = (JsonObject) each;
            attributes.add(new ImportedAttribute(
                    json.getString("name"),
                    json.getString("type"),
                    json.getLong("fits"),
                    json.getLong("misfits"),
                    json.getBoolean("inferred")));
        }
        return new ImportAnswer(
                id,
                row.getString("state"),
                row.getBoolean("dry_run"),
                row.getLong("received"),
                row.getLong("accepted"),
                row.getLong("updated"),
                row.getLong("rejected"),
                row.getLong("warned"),
                attributes,
                errors.stream().map(StoredIssue::shown).toList(),
                warnings.stream().map(StoredIssue::shown).toList(),
                ImportAnswer.issuesOf(id),
                Rows.instant(row, "created_at"),
                Rows.instant(row, "finished_at"));
    }

    private static JsonArray json(List<ImportedAttribute> attributes) {
        JsonArray json = new JsonArray();
        attributes.forEach(attribute -> json.add(new JsonObject()
                .put("name", attribute.name())
                .put("type", attribute.type())
                .put("fits", attribute.fits())
                .put("misfits", attribute.misfits())
                .put("inferred", attribute.inferred())));
        return json;
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
                        .chain(() -> issues(connection, tenant, id, severity, after, limit + 1)))
                .map(issues -> Page.of(issues, limit, issue -> String.valueOf(issue.no())));
    }

    private static Uni<List<StoredIssue>> issues(
            SqlConnection connection, TenantId tenant, UUID id, String severity, int after, int limit) {
        return connection
                .preparedQuery("""
                        select * from customer_import_issue
                        where tenant_id = $1 and import_id = $2 and issue_no > $3
                          and ($4::text is null or severity = $4)
                        order by issue_no limit $5""")
                .execute(Tuple.of(tenant.value(), id, after, severity, limit))
                .map(rows -> {
                    List<StoredIssue> issues = new ArrayList<>();
                    rows.forEach(row -> issues.add(issue(row)));
                    return issues;
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
