package io.outdial.telephony;

import io.outdial.kernel.TenantId;
import io.outdial.platform.AcrossTenants;
import io.outdial.platform.SealedSecrets;
import io.outdial.platform.TenantDb;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Seals credentials with the current key that an older one sealed, also those of connections that nobody calls over, so that
 * the older key can go some day. Only while older keys are configured; docs/operate.md has the whole change of a key.
 */
@ApplicationScoped
class KeyChange {

    private static final Logger LOG = Logger.getLogger(KeyChange.class);
    private static final int PAGE = 500;

    private final TenantDb db;
    private final ConnectionStore store;
    private final SealedSecrets secrets;

    KeyChange(TenantDb db, ConnectionStore store, SealedSecrets secrets) {
        this.db = db;
        this.store = store;
        this.secrets = secrets;
    }

    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    @AcrossTenants("the sweep over tenant_due, which holds no personal data")
    Uni<Void> sweep() {
        return secrets.hasOldKeys() ? from(new UUID(0, 0)) : Uni.createFrom().voidItem();
    }

    private Uni<Void> from(UUID after) {
        return db.pool()
                .preparedQuery("select tenant_id from tenant_due where tenant_id > $1 order by tenant_id limit $2")
                .execute(Tuple.of(after, PAGE))
                .map(rows -> {
                    List<TenantId> tenants = new ArrayList<>();
                    rows.forEach(row -> tenants.add(new TenantId(row.getUUID("tenant_id"))));
                    return tenants;
                })
                .chain(tenants -> Multi.createFrom()
                        .iterable(tenants)
                        .onItem()
                        .transformToUniAndConcatenate(this::run)
                        .collect()
                        .asList()
                        .chain(done -> tenants.size() < PAGE
                                ? Uni.createFrom().voidItem()
                                : from(tenants.get(PAGE - 1).value())));
    }

    /** What cannot be read keeps its key, and is looked at again in an hour. */
    Uni<Void> run(TenantId tenant) {
        return db.inTenant(tenant, c -> store.sealed(tenant, c).chain(all -> Multi.createFrom()
                        .iterable(all.entrySet())
                        .filter(each -> secrets.isStale(each.getValue()))
                        .onItem()
                        .transformToUniAndConcatenate(each -> reseal(tenant, c, each.getKey(), each.getValue()))
                        .collect()
                        .asList()))
                .replaceWithVoid()
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("Credentials of tenant %s keep their old key: %s", tenant, failure.getMessage());
                    return null;
                });
    }

    private Uni<Void> reseal(TenantId tenant, SqlConnection c, UUID connection, byte[] before) {
        String place = Connections.place(connection);
        byte[] after;
        try {
            after = secrets.seal(tenant, place, secrets.open(tenant, place, before));
        } catch (IllegalStateException unreadable) {
            LOG.warnf("Credentials of connection %s keep their key: %s", connection, unreadable.getMessage());
            return Uni.createFrom().voidItem();
        }
        return store.reseal(tenant, c, connection, before, after);
    }
}
