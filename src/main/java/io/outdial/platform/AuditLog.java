package io.outdial.platform;

import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/**
 * Writes the audit log, each entry in the transaction that does what it tells of: either both are, or neither. The
 * database lets nobody who runs this service change or remove an entry.
 */
public final class AuditLog {

    private static final String INSERT = """
            insert into audit_entry (tenant_id, entry_id, at, actor, address, request_id, action, resource_id, detail)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)""";

    /** For Hibernate's sessions; the same statement in its way of writing parameters. */
    private static final String INSERT_IN_SESSION = """
            insert into audit_entry (tenant_id, entry_id, at, actor, address, request_id, action, resource_id, detail)
            values (?1, ?2, ?3, ?4, cast(?5 as text), cast(?6 as text), ?7, cast(?8 as text), cast(cast(?9 as text) as jsonb))""";

    private AuditLog() {}

    /** Adds an entry to the log of the tenant whose transaction this is. */
    public static Uni<Void> add(SqlConnection c, TenantId tenant, AuditEntry entry, Instant now) {
        Tuple values = Tuple.tuple()
                .addUUID(tenant.value())
                .addUUID(Uuid7.next())
                .addOffsetDateTime(Rows.time(now))
                .addString(entry.actor())
                .addString(address(entry))
                .addString(requestId(entry))
                .addString(entry.action())
                .addString(entry.resourceId())
                .addJsonObject(entry.detail());
        return c.preparedQuery(INSERT).execute(values).replaceWithVoid();
    }

    /** Adds an entry to the platform's own log; the transaction sees no tenant's rows from then on, so it comes last. */
    public static Uni<Void> addForPlatform(SqlConnection c, AuditEntry entry, Instant now) {
        return c.preparedQuery("select set_tenant($1)")
                .execute(Tuple.of(TenantId.PLATFORM.value()))
                .chain(() -> add(c, TenantId.PLATFORM, entry, now));
    }

    /** The same in the transaction of the Hibernate session, which sees the tenant's rows from here on. */
    public static Uni<Void> addInSession(TenantId tenant, AuditEntry entry, Instant now) {
        return Panache.getSession()
                .chain(session -> setTenant(session, tenant).chain(() -> session.createNativeQuery(INSERT_IN_SESSION)
                        .setParameter(1, tenant.value())
                        .setParameter(2, Uuid7.next())
                        .setParameter(3, Rows.time(now))
                        .setParameter(4, entry.actor())
                        .setParameter(5, address(entry))
                        .setParameter(6, requestId(entry))
                        .setParameter(7, entry.action())
                        .setParameter(8, entry.resourceId())
                        .setParameter(9, entry.detail().encode())
                        .executeUpdate()))
                .replaceWithVoid();
    }

    private static Uni<?> setTenant(Session session, TenantId tenant) {
        return session.createNativeQuery("select cast(set_tenant(?1) as text)", String.class)
                .setParameter(1, tenant.value())
                .getSingleResultOrNull();
    }

    private static String address(AuditEntry entry) {
        return entry.requester().map(Requester::address).orElse(null);
    }

    private static String requestId(AuditEntry entry) {
        return entry.requester().map(Requester::requestId).orElse(null);
    }
}
