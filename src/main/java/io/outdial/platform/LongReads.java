package io.outdial.platform;

import io.outdial.kernel.TenantId;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Reads whose cost is the caller's to choose: whom an audience selects, what a campaign achieved, what another type of an
 * attribute changes. Each statement has a time, and few run at once, of one tenant and on this replica, so that connections are
 * left for calling. A read keeps its place until the database is done with it, whether or not anybody still waits for the
 * answer.
 */
@ApplicationScoped
public class LongReads {

    private static final String CANCELED = "57014";
    private static final Duration LOOKS_AGAIN = Duration.ofMillis(50);

    private final TenantDb db;
    private final Settings settings;
    private final Vertx vertx;
    private final Places<TenantId> places = new Places<>();

    LongReads(TenantDb db, Settings settings, Vertx vertx) {
        this.db = db;
        this.settings = settings;
        this.vertx = vertx;
    }

    /** How long they may be and how many. */
    @ConfigMapping(prefix = "outdial.long-reads")
    public interface Settings {

        /** Longest time of one statement; then it is ended and the request answered 422. */
        @WithDefault("PT30S")
        Duration timeout();

        /** Reads at once on this replica. */
        @WithDefault("4")
        int max();

        /** Reads of one tenant at once on this replica. */
        @WithDefault("2")
        int maxPerTenant();

        /** How long a request waits for its place; then it is answered 429. */
        @WithDefault("PT2S")
        Duration patience();
    }

    /**
     * Runs {@code read}, which may change something too, in one transaction that sees the rows of {@code tenant}. Fails with a
     * {@link Problem}, 422 when a statement takes too long and 429 when no place became free in time.
     */
    public <T> Uni<T> inTenant(TenantId tenant, Function<SqlConnection, Uni<T>> read) {
        long until = System.nanoTime() + settings.patience().toNanos();
        return Uni.createFrom()
                .<T>emitter(emitter -> {
                    AtomicBoolean gone = new AtomicBoolean();
                    emitter.onTermination(() -> gone.set(true));
                    start(tenant, read, emitter, gone, until);
                })
                .onFailure(failure -> failure instanceof PgException pg && CANCELED.equals(pg.getSqlState()))
                .transform(failure -> new Problem(
                        ProblemType.QUERY_TOO_LONG,
                        "It took longer than " + settings.timeout().toSeconds()
                                + " seconds; ask for less, or at a quieter time."));
    }

    /** Once started it has a subscription of its own, which nobody cancels. */
    private <T> void start(
            TenantId tenant,
            Function<SqlConnection, Uni<T>> read,
            UniEmitter<? super T> emitter,
            AtomicBoolean gone,
            long until) {
        if (gone.get()) {
            return;
        }
        if (places.take(tenant, settings.maxPerTenant(), settings.max())) {
            db.inTenant(tenant, c -> limit(c).chain(() -> read.apply(c)))
                    .onTermination()
                    .invoke(() -> places.leave(tenant))
                    .subscribe()
                    .with(emitter::complete, emitter::fail);
        } else if (System.nanoTime() < until) {
            vertx.setTimer(LOOKS_AGAIN.toMillis(), again -> start(tenant, read, emitter, gone, until));
        } else {
            emitter.fail(Problem.tooMany(
                    "As many counts and reports are being made, of your tenant or here, as may; try again soon.",
                    Duration.ofSeconds(1)));
        }
    }

    private Uni<Void> limit(SqlConnection c) {
        return c.preparedQuery("select set_config('statement_timeout', $1, true)")
                .execute(Tuple.of(settings.timeout().toMillis() + "ms"))
                .replaceWithVoid();
    }
}
