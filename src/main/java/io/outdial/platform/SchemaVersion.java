package io.outdial.platform;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled.SkipPredicate;
import io.quarkus.scheduler.ScheduledExecution;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.jboss.logging.Logger;

/**
 * Whether the schema has all that this version needs; migrations of later versions may have come on top. A replica that does not
 * migrate itself starts while the one that does is at work, and does nothing to the database until it is done: half of a call that is written
 * with what the old schema knows cannot be taken back.
 */
@ApplicationScoped
public class SchemaVersion {

    private static final Logger LOG = Logger.getLogger(SchemaVersion.class);
    private static final long ASK_AGAIN_MS = 500;

    private final Flyway flyway;
    private final Vertx vertx;
    /** What runs once the schema is there; also lock of itself. Whoever joins later than the last answer is not too late. */
    private final List<Runnable> waiting = new ArrayList<>();

    private volatile boolean current;
    private volatile boolean stopped;

    /** For {@code @Scheduled(skipExecutionIf)}: what comes at intervals waits for the schema too. */
    @Singleton
    public static class IsBehind implements SkipPredicate {

        private final SchemaVersion schema;

        IsBehind(SchemaVersion schema) {
            this.schema = schema;
        }

        @Override
        public boolean test(ScheduledExecution execution) {
            return schema.isBehind();
        }
    }

    SchemaVersion(
            Flyway flyway,
            Vertx vertx,
            @ConfigProperty(name = "quarkus.flyway.migrate-at-start") boolean migratesItself) {
        this.flyway = flyway;
        this.vertx = vertx;
        // Then the service does not start before it has.
        this.current = migratesItself;
    }

    void start(@Observes @Priority(1) StartupEvent event) {
        if (!current) {
            LOG.info("Nothing is done before the schema is the one of this version");
            askLater();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    /** Runs {@code work} once the schema is there: at once, or later on an event loop. */
    public void whenCurrent(Runnable work) {
        synchronized (waiting) {
            if (!current) {
                waiting.add(work);
                return;
            }
        }
        work.run();
    }

    /** Asks the database until the answer was yes once: a schema does not go back. Not from an event loop. */
    boolean isCurrent() {
        if (!current) {
            current = has(flyway.info());
        }
        return current;
    }

    /** What the last answer was; asks nobody. */
    boolean isBehind() {
        return !current;
    }

    /** A migration that ran outside a transaction and failed is not pending, and its work is not done. */
    private static boolean has(MigrationInfoService migrations) {
        return migrations.pending().length == 0
                && Arrays.stream(migrations.all()).noneMatch(each -> each.getState() == MigrationState.FAILED);
    }

    private void askLater() {
        vertx.setTimer(ASK_AGAIN_MS, id -> vertx.executeBlocking(this::isCurrent, false)
                .onComplete(asked -> {
                    if (asked.failed()) {
                        LOG.debugf("Where the schema is cannot be asked right now: %s", asked.cause());
                    }
                    if (current) {
                        release();
                    } else if (!stopped) {
                        askLater();
                    }
                }));
    }

    private void release() {
        List<Runnable> all;
        synchronized (waiting) {
            all = List.copyOf(waiting);
            waiting.clear();
        }
        all.forEach(Runnable::run);
    }
}
