package io.outdial.content;

import io.outdial.kernel.TenantId;
import io.outdial.platform.AuditEntry;
import io.outdial.platform.AuditLog;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.Rows;
import io.outdial.platform.TenantDb;
import io.outdial.platform.Versions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Rows of scripts and their versions. A script and its newest version are written in one transaction. */
@ApplicationScoped
public class ScriptStore {

    private static final String SELECT =
            "select s.script_id, s.name, s.language, s.latest_version, s.status, s.version, s.created_at, s.updated_at,"
                    + " v.template from script s join script_version v on v.tenant_id = s.tenant_id"
                    + " and v.script_id = s.script_id and v.script_version = s.latest_version where s.tenant_id = $1 ";

    private final TenantDb db;

    ScriptStore(TenantDb db) {
        this.db = db;
    }

    Uni<ScriptView> create(TenantId tenant, UUID id, ScriptDraft draft, String actor, Instant now) {
        return db.inTenant(tenant, c -> c.preparedQuery(
                        "insert into script (tenant_id, script_id, name, language, latest_version, created_at, updated_at)"
                                + " values ($1, $2, $3, $4, 1, $5, $5)")
                .execute(Tuple.of(tenant.value(), id, draft.name(), draft.language(), Rows.time(now)))
                .chain(() -> addVersion(c, tenant, id, 1, draft.template(), actor, now))
                .chain(() -> AuditLog.add(c, tenant, AuditEntry.of("script.create", id), now))
                .chain(() -> find(c, tenant, id, false)));
    }

    Uni<ScriptView> read(TenantId tenant, UUID id) {
        return db.inTenant(tenant, c -> find(c, tenant, id, false));
    }

    /** Scripts in use after this id, oldest first. */
    Uni<List<ScriptView>> list(TenantId tenant, UUID after, int limit) {
        return db.inTenant(tenant, c -> c.preparedQuery(
                        SELECT + "and s.status = 'active' and s.script_id > $2 order by s.script_id limit $3")
                .execute(Tuple.of(tenant.value(), after, limit))
                .map(rows -> {
                    List<ScriptView> scripts = new ArrayList<>();
                    rows.forEach(row -> scripts.add(view(row)));
                    return scripts;
                }));
    }

    /** Changes the script; another template becomes the next version. Null fields stay. */
    Uni<ScriptView> change(TenantId tenant, UUID id, String ifMatch, ScriptChange change, String actor, Instant now) {
        return db.inTenant(tenant, c -> editable(c, tenant, id, ifMatch).chain(found -> {
            boolean rewritten = change.template() != null && !change.template().equals(found.template());
            int latest = found.scriptVersion() + (rewritten ? 1 : 0);
            Uni<Void> update = c.preparedQuery("update script set name = coalesce($3, name),"
                            + " language = coalesce($4, language), latest_version = $5, version = version + 1,"
                            + " updated_at = $6 where tenant_id = $1 and script_id = $2")
                    .execute(Tuple.of(tenant.value(), id, change.name(), change.language(), latest, Rows.time(now)))
                    .replaceWithVoid();
            return update.chain(() -> rewritten
                            ? addVersion(c, tenant, id, latest, change.template(), actor, now)
                            : Uni.createFrom().voidItem())
                    .chain(() -> AuditLog.add(
                            c, tenant, AuditEntry.of("script.change", id).with("scriptVersion", latest), now))
                    .chain(() -> find(c, tenant, id, false));
        }));
    }

    Uni<Void> retire(TenantId tenant, UUID id, String ifMatch, Instant now) {
        return db.inTenant(tenant, c -> editable(c, tenant, id, ifMatch)
                .chain(() -> c.preparedQuery("update script set status = 'retired', version = version + 1,"
                                + " updated_at = $3 where tenant_id = $1 and script_id = $2")
                        .execute(Tuple.of(tenant.value(), id, Rows.time(now))))
                .chain(() -> AuditLog.add(c, tenant, AuditEntry.of("script.retire", id), now)));
    }

    /** Versions older than {@code before}, newest first; 404 when there is no such script. */
    Uni<List<ScriptVersionView>> versions(TenantId tenant, UUID id, int before, int limit) {
        return db.inTenant(tenant, c -> find(c, tenant, id, false)
                .chain(() -> c.preparedQuery(
                                "select script_version, template, created_by, created_at from script_version"
                                        + " where tenant_id = $1 and script_id = $2 and script_version < $3"
                                        + " order by script_version desc limit $4")
                        .execute(Tuple.of(tenant.value(), id, before, limit)))
                .map(rows -> {
                    List<ScriptVersionView> versions = new ArrayList<>();
                    rows.forEach(row -> versions.add(new ScriptVersionView(
                            row.getInteger("script_version"),
                            row.getString("template"),
                            row.getString("created_by"),
                            row.getOffsetDateTime("created_at").toInstant())));
                    return versions;
                }));
    }

    /** What a script may say of the customer, under the names of the API; 404 when there is none. */
    Uni<Map<String, Object>> customerFacts(SqlConnection c, TenantId tenant, UUID customer) {
        return c.preparedQuery("select external_id, name, phone, email, language, city, neighborhoods, status,"
                        + " last_contacted, consent_at, attributes from customer"
                        + " where tenant_id = $1 and customer_id = $2")
                .execute(Tuple.of(tenant.value(), customer))
                .map(rows -> CustomerFacts.of(first(rows, "customer")));
    }

    private static Uni<ScriptView> editable(SqlConnection c, TenantId tenant, UUID id, String ifMatch) {
        return find(c, tenant, id, true).invoke(found -> {
            Versions.requireMatch(ifMatch, found.version());
            if (found.status().equals("retired")) {
                throw new Problem(ProblemType.CONFLICT, "The script is retired and stays as it is.");
            }
        });
    }

    private static Uni<Void> addVersion(
            SqlConnection c, TenantId tenant, UUID id, int number, String template, String actor, Instant now) {
        return c.preparedQuery("insert into script_version"
                        + " (tenant_id, script_id, script_version, template, created_by, created_at)"
                        + " values ($1, $2, $3, $4, $5, $6)")
                .execute(Tuple.of(tenant.value(), id, number, template, actor, Rows.time(now)))
                .replaceWithVoid();
    }

    private static Uni<ScriptView> find(SqlConnection c, TenantId tenant, UUID id, boolean lock) {
        return c.preparedQuery(SELECT + "and s.script_id = $2" + (lock ? " for no key update of s" : ""))
                .execute(Tuple.of(tenant.value(), id))
                .map(rows -> view(first(rows, "script")));
    }

    private static Row first(RowSet<Row> rows, String what) {
        if (rows.size() == 0) {
            throw Problem.notFound(what);
        }
        return rows.iterator().next();
    }

    private static ScriptView view(Row row) {
        String template = row.getString("template");
        Set<String> variables = Template.parse(template).variables();
        return new ScriptView(
                row.getUUID("script_id"),
                row.getString("name"),
                row.getString("language"),
                template,
                row.getInteger("latest_version"),
                List.copyOf(variables),
                row.getString("status"),
                row.getLong("version"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("updated_at").toInstant());
    }

    /** A script with its newest version; {@code version} is that of the ETag. */
    @Schema(name = "Script")
    public record ScriptView(
            UUID id,
            String name,
            String language,
            String template,
            int scriptVersion,
            List<String> variables,
            String status,
            long version,
            Instant createdAt,
            Instant updatedAt) {}

    /** One version, as it was written. */
    @Schema(name = "ScriptVersion")
    public record ScriptVersionView(int scriptVersion, String template, String createdBy, Instant createdAt) {}
}
