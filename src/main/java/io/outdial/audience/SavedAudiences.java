package io.outdial.audience;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outdial.kernel.Page;
import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.AuditEntry;
import io.outdial.platform.AuditLog;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.Rows;
import io.outdial.platform.Sight;
import io.outdial.platform.TenantDb;
import io.outdial.platform.Versions;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Keeps audiences under names. One that is saved has been compiled: it is refused when it means nothing. */
@ApplicationScoped
public class SavedAudiences {

    private final TenantDb db;
    private final Audiences audiences;
    private final ObjectMapper json;

    SavedAudiences(TenantDb db, Audiences audiences, ObjectMapper json) {
        this.db = db;
        this.audiences = audiences;
        this.json = json;
    }

    /** Fails with pointers below {@code /audience} when the audience is not valid or asks for what {@code sight} may not see. */
    public Uni<SavedAudience> create(
            TenantId tenant, String name, Audience audience, String by, Sight sight, Instant now) {
        return db.inTenant(
                tenant, c -> compiled(c, tenant, audience, sight, now).chain(() -> c.preparedQuery("""
                                insert into saved_audience
                                  (tenant_id, audience_id, name, audience, created_by, created_at, updated_at)
                                values ($1, $2, $3, $4, $5, $6, $6) returning *""")
                        .execute(Tuple.of(
                                tenant.value(), Uuid7.next(), name, stored(audience), by, now.atOffset(ZoneOffset.UTC)))
                        .map(rows -> of(rows.iterator().next()))
                        .call(made -> AuditLog.add(c, tenant, AuditEntry.of("audience.create", made.id()), now))));
    }

    /** Those in use, oldest first. */
    Uni<Page<SavedAudience>> list(TenantId tenant, int limit, UUID after) {
        return db.inTenant(tenant, c -> c.preparedQuery("""
                                select * from saved_audience
                                where tenant_id = $1 and status = 'active' and audience_id > $2
                                order by audience_id limit $3""").execute(Tuple.of(tenant.value(), after, limit + 1)))
                .map(rows -> {
                    List<SavedAudience> found = new ArrayList<>();
                    rows.forEach(row -> found.add(of(row)));
                    return Page.of(found, limit, each -> each.id().toString());
                });
    }

    /** One of them, also a retired one; 404 when there is none. */
    Uni<SavedAudience> read(TenantId tenant, UUID id) {
        return db.inTenant(tenant, c -> find(c, tenant, id));
    }

    /** Gives it another name, another audience, or both; null keeps. 428 and 412 as everywhere, 409 when it is retired. */
    Uni<SavedAudience> change(
            TenantId tenant, UUID id, String ifMatch, String name, Audience audience, Sight sight, Instant now) {
        return db.inTenant(tenant, c -> current(c, tenant, id, ifMatch)
                .call(() -> audience == null
                        ? Uni.createFrom().voidItem()
                        : compiled(c, tenant, audience, sight, now).replaceWithVoid())
                .chain(() -> update(c, tenant, id, name, audience == null ? null : stored(audience), null, now))
                .call(() -> AuditLog.add(c, tenant, AuditEntry.of("audience.change", id), now)));
    }

    /** Takes it out of use. A campaign that still refers to it is not valid any more. */
    Uni<SavedAudience> retire(TenantId tenant, UUID id, String ifMatch, Instant now) {
        return db.inTenant(tenant, c -> current(c, tenant, id, ifMatch)
                .chain(() -> update(c, tenant, id, null, null, "retired", now))
                .call(() -> AuditLog.add(c, tenant, AuditEntry.of("audience.retire", id), now)));
    }

    private Uni<SavedAudience> current(SqlConnection c, TenantId tenant, UUID id, String ifMatch) {
        return find(c, tenant, id).invoke(found -> {
            Versions.requireMatch(ifMatch, found.version());
            if (found.status().equals("retired")) {
                throw new Problem(ProblemType.CONFLICT, "The audience is retired and stays as it is.");
            }
        });
    }

    /** Locks the row, so that nobody changes it between the check of its version and the write. */
    private Uni<SavedAudience> find(SqlConnection c, TenantId tenant, UUID id) {
        return c.preparedQuery("select * from saved_audience where tenant_id = $1 and audience_id = $2 for update")
                .execute(Tuple.of(tenant.value(), id))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw Problem.notFound("saved audience");
                    }
                    return of(rows.iterator().next());
                });
    }

    /** Sets what is not null. */
    private Uni<SavedAudience> update(
            SqlConnection c, TenantId tenant, UUID id, String name, JsonObject audience, String status, Instant now) {
        return c.preparedQuery("""
                        update saved_audience
                        set name = coalesce($3, name), audience = coalesce($4, audience), status = coalesce($5, status),
                            version = version + 1, updated_at = $6
                        where tenant_id = $1 and audience_id = $2 returning *""")
                .execute(Tuple.of(tenant.value(), id, name, audience, status, now.atOffset(ZoneOffset.UTC)))
                .map(rows -> of(rows.iterator().next()));
    }

    private Uni<CompiledAudience> compiled(
            SqlConnection c, TenantId tenant, Audience audience, Sight sight, Instant now) {
        if (audience.savedAudienceId() != null) {
            throw Problem.invalid(
                    "/audience/savedAudienceId", "nested", "A saved audience cannot refer to another one.");
        }
        return audiences
                .compile(c, tenant, audience, sight, now)
                .onFailure(Problem.class)
                .transform(failure -> ((Problem) failure).below("/audience"));
    }

    private JsonObject stored(Audience audience) {
        try {
            return new JsonObject(json.writeValueAsString(audience));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private SavedAudience of(Row row) {
        return new SavedAudience(
                row.getUUID("audience_id"),
                row.getString("name"),
                json.valueToTree(row.getJsonObject("audience").getMap()),
                row.getString("status"),
                row.getLong("version"),
                row.getString("created_by"),
                Rows.instant(row, "created_at"),
                Rows.instant(row, "updated_at"));
    }
}
