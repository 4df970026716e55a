package io.outdial.dialer;

import io.outdial.kernel.TenantId;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * Transactions that lock a tenant's capacity, of this replica one after the other: a second one would wait at the database
 * with a connection in its hand, or, being a claim, find the row locked and pass its tenant by. Between replicas the row
 * itself decides.
 */
@ApplicationScoped
class CapacityDb {

    private final TenantDb db;
    private final ConcurrentMap<TenantId, CompletableFuture<Void>> last = new ConcurrentHashMap<>();

    CapacityDb(TenantDb db) {
        this.db = db;
    }

    /** A transaction for a batch of the tenant that leaves its capacity alone. */
    <T> Uni<T> inBatch(TenantId tenant, Function<SqlConnection, Uni<T>> work) {
        return db.inBatch(tenant, work);
    }

    /** The same for work that locks the tenant's capacity: it begins when what came before on this replica has ended. */
    <T> Uni<T> alone(TenantId tenant, Function<SqlConnection, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<Void> ended = new CompletableFuture<>();
            CompletableFuture<Void> before = last.put(tenant, ended);
            return after(before)
                    .chain(() -> db.inBatch(tenant, work))
                    .onTermination()
                    .invoke(() -> {
                        last.remove(tenant, ended);
                        ended.complete(null);
                    });
        });
    }

    private static Uni<Void> after(CompletableFuture<Void> before) {
        if (before == null || before.isDone()) {
            return Uni.createFrom().voidItem();
        }
        Uni<Void> turn = Uni.createFrom().completionStage(before);
        Context caller = Vertx.currentContext();
        return caller == null ? turn : turn.emitOn(task -> caller.runOnContext(ignored -> task.run()));
    }
}
