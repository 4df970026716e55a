package io.outdial.platform;

import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Transactions. Each one says first whose rows it may see; row level security does the rest, and a transaction that
 * names no tenant sees nothing.
 */
@ApplicationScoped
public class TenantDb {

    /** Serialization failure and deadlock: the transaction was rolled back whole and may be run again. */
    private static final Set<String> RETRIABLE = Set.of("40001", "40P01");

    private static final int MAX_RETRIES = 3;

    /**
     * A statement that asks for all columns was prepared before a migration added one. The client forgets it with this failure, which each
     * connection of the pool may have once.
     */
    private static final String STALE_PLAN = "cached plan must not change result type";

    private static final int MAX_STALE_PLANS = 20;

    /** {@code nowait}: another transaction, which may take long, has the row. */
    private static final String HELD = "55P03";

    private static final int MAX_TRIES_OF_HELD = 12; // two to three seconds, all in all

    private final Pool pool;

    TenantDb(Pool pool) {
        this.pool = pool;
    }

    /** Runs {@code work} in one transaction that sees the rows of {@code tenant}; it may run again after a deadlock. */
    public <T> Uni<T> inTenant(TenantId tenant, Function<SqlConnection, Uni<T>> work) {
        return transaction("select set_tenant($1)", tenant, work);
    }

    /**
     * The same for the dialer's batches: rows are found by their keys, one by one, whatever the statistics say. Not for
     * statements that read many rows of a table.
     */
    public <T> Uni<T> inBatch(TenantId tenant, Function<SqlConnection, Uni<T>> work) {
        return transaction("select set_tenant_for_batch($1)", tenant, work);
    }

    private <T> Uni<T> transaction(String begin, TenantId tenant, Function<SqlConnection, Uni<T>> work) {
        return retried(pool.withTransaction(connection -> connection
                .preparedQuery(begin)
                .execute(Tuple.of(tenant.value()))
                .chain(() -> work.apply(connection))));
    }

    /** Runs {@code work} in one transaction that sees the directory of all tenants and no tenant's own rows. */
    @AcrossTenants("the directory is the platform's")
    public <T> Uni<T> asPlatform(Function<SqlConnection, Uni<T>> work) {
        return retried(pool.withTransaction(connection ->
                connection.query("select set_platform()").execute().chain(() -> work.apply(connection))));
    }

    /** The pool, for statements on tables without row level security. */
    @AcrossTenants("tenant_due, webhook_due and platform_do_not_call are open to all")
    public Pool pool() {
        return pool;
    }

    private static <T> Uni<T> retried(Uni<T> transaction) {
        return transaction
                .onFailure(TenantDb::mayBeRunAgain)
                .retry()
                .withBackOff(Duration.ofMillis(10), Duration.ofMillis(200))
                .atMost(MAX_RETRIES)
                .onFailure(TenantDb::isStalePlan)
                .retry()
                .atMost(MAX_STALE_PLANS)
                .onFailure(TenantDb::isHeld)
                .retry()
                .withBackOff(Duration.ofMillis(50), Duration.ofMillis(250))
                .atMost(MAX_TRIES_OF_HELD)
                .onFailure(TenantDb::isHeld)
                .transform(failure -> new HeldElsewhere());
    }

    /** What a transaction needs is held by another one for long. Nobody kept a connection for the wait. */
    public static final class HeldElsewhere extends Problem {
        private static final long serialVersionUID = 1L;

        private HeldElsewhere() {
            super(
                    ProblemType.UNAVAILABLE,
                    "A change that takes longer is under way in your tenant; try again in a moment.",
                    List.of(),
                    Map.of("retryAfterSeconds", 2));
        }
    }

    private static boolean isHeld(Throwable failure) {
        return failure instanceof PgException pg && HELD.equals(pg.getSqlState());
    }

    private static boolean mayBeRunAgain(Throwable failure) {
        return failure instanceof PgException pg && RETRIABLE.contains(pg.getSqlState());
    }

    private static boolean isStalePlan(Throwable failure) {
        return failure instanceof PgException pg
                && pg.getSqlState().equals("0A000")
                && STALE_PLAN.equals(pg.getErrorMessage());
    }
}
