package io.outdial.platform;

import io.outdial.kernel.TenantId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/**
 * Hibernate transactions that carry the tenant, for the plain management entities. A Hibernate session and {@link
 * TenantDb} do not share a transaction: use one or the other.
 */
public final class TenantSession {

    private TenantSession() {}

    /** Runs {@code work} in one transaction that sees the rows of {@code tenant}. */
    public static <T> Uni<T> inTenant(TenantId tenant, Supplier<Uni<T>> work) {
        return Panache.withTransaction(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery("select cast(set_tenant(:tenant) as text)", String.class)
                        .setParameter("tenant", tenant.value())
                        .getSingleResultOrNull())
                .chain(() -> work.get()));
    }

    /** Runs {@code work} in one transaction that sees the directory of all tenants and no tenant's own rows. */
    public static <T> Uni<T> asPlatform(Supplier<Uni<T>> work) {
        return Panache.withTransaction(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery("select cast(set_platform() as text)", String.class)
                        .getSingleResultOrNull())
                .chain(() -> work.get()));
    }
}
