package io.outdial.tenant;

import io.outdial.kernel.Money;
import io.outdial.kernel.Page;
import io.outdial.kernel.TenantId;
import io.outdial.platform.AcrossTenants;
import io.outdial.platform.AuditEntry;
import io.outdial.platform.AuditLog;
import io.outdial.platform.NamedSql;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.Rows;
import io.outdial.platform.TenantDb;
import io.outdial.platform.TenantSession;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.exception.ConstraintViolationException;

/** Rows of tenants. */
@ApplicationScoped
@AcrossTenants("the directory of tenants is the platform's; a tenant's own row is read through read(tenant)")
public class TenantStore {

    private static final String CREATE_USAGE = "insert into tenant_capacity (tenant_id) values (?1)";
    private static final String CREATE_DUE = "insert into tenant_due (tenant_id) values (?1)";
    private static final String USAGE = NamedSql.load("tenant", "usage");

    private final TenantDb db;

    TenantStore(TenantDb db) {
        this.db = db;
    }

    /** Writes the tenant with its capacity and due rows; 409 when the slug is taken. */
    Uni<Tenant> create(Tenant tenant) {
        TenantId id = new TenantId(tenant.tenantId);
        AuditEntry entry = AuditEntry.of("tenant.create", id).with("slug", tenant.slug);
        return TenantSession.asPlatform(() -> tenant.<Tenant>persistAndFlush()
                        .call(() -> AuditLog.addInSession(id, entry, tenant.createdAt)) // from here on as the tenant
                        .call(() -> createUsage(id))
                        .call(() -> AuditLog.addInSession(TenantId.PLATFORM, entry, tenant.createdAt)))
                .onFailure(TenantStore::slugIsTaken)
                .transform(failure -> new Problem(
                        ProblemType.CONFLICT,
                        "There is a tenant with this slug already.",
                        List.of(new Problem.FieldError("/slug", "taken", "Choose another slug."))));
    }

    private static Uni<Void> createUsage(TenantId id) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(CREATE_USAGE)
                        .setParameter(1, id.value())
                        .executeUpdate()
                        .chain(() -> session.createNativeQuery(CREATE_DUE)
                                .setParameter(1, id.value())
                                .executeUpdate()))
                .replaceWithVoid();
    }

    /** The tenant itself; 404 when there is none. */
    public Uni<Tenant> read(TenantId tenant) {
        return TenantSession.inTenant(tenant, () -> find(tenant));
    }

    Uni<Tenant> readAsPlatform(TenantId tenant) {
        return TenantSession.asPlatform(() -> find(tenant));
    }

    Uni<Page<Tenant>> list(int limit, String afterSlug) {
        return TenantSession.asPlatform(() -> Tenant.<Tenant>find("slug > ?1 order by slug", afterSlug)
                        .page(0, limit + 1)
                        .list())
                .map(rows -> Page.of(rows, limit, tenant -> tenant.slug));
    }

    Uni<Optional<Tenant>> findBySlug(String slug) {
        return TenantSession.asPlatform(() -> Tenant.<Tenant>find("slug", slug).firstResult())
                .map(Optional::ofNullable);
    }

    /**
     * Changes the tenant as it stands now; {@code change} may refuse by throwing.
     *
     * @param logs whose logs tell of it
     */
    Uni<Tenant> update(TenantId tenant, Consumer<Tenant> change, AuditEntry entry, List<TenantId> logs) {
        return TenantSession.asPlatform(() -> find(tenant)
                .invoke(change)
                .call(found -> found.persistAndFlush())
                .call(found -> Multi.createFrom()
                        .iterable(logs)
                        .onItem()
                        .transformToUniAndConcatenate(log -> AuditLog.addInSession(log, entry, found.updatedAt))
                        .collect()
                        .last()));
    }

    Uni<TenantUsage> usage(TenantId tenant, Instant now) {
        return db.inTenant(tenant, connection -> connection
                .preparedQuery(USAGE)
                .execute(Tuple.of(tenant.value(), Rows.time(now)))
                .map(rows -> usage(rows.iterator().next())));
    }

    private static TenantUsage usage(Row row) {
        return new TenantUsage(
                row.getInteger("in_flight"),
                row.getInteger("active_campaigns"),
                row.getInteger("calls_today"),
                new Money(row.getBigDecimal("spend"), row.getString("currency")));
    }

    private static Uni<Tenant> find(TenantId tenant) {
        UUID id = tenant.value();
        return Tenant.<Tenant>findById(id).onItem().ifNull().failWith(() -> Problem.notFound("tenant"));
    }

    /** Hibernate wraps the driver's failure and keeps only the text of its state. */
    private static boolean slugIsTaken(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConstraintViolationException violation
                    && "tenant_slug_key".equals(violation.getConstraintName())) {
                return true;
            }
        }
        return String.valueOf(failure.getMessage()).contains("tenant_slug_key");
    }
}
