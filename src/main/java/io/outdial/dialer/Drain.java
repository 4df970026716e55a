package io.outdial.dialer;

import io.outdial.kernel.TenantId;
import io.outdial.platform.TenantDb;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * How a replica leaves. It claims nothing more, waits until its requests are answered and, where calls die with it, until
 * they have ended, and writes all it knows. What is left when its time is up it hands over: the leases end at once, so that
 * another replica looks after those attempts within seconds.
 */
@ApplicationScoped
class Drain {

    private static final Logger LOG = Logger.getLogger(Drain.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final Duration HAND_OVER_TIME = Duration.ofSeconds(3);

    private final DialerLoop loop;
    private final Work work;
    private final Permits permits;
    private final Replica replica;
    private final DialerSettings settings;
    private final Clock clock;
    private volatile boolean draining;

    /** What a replica that leaves still has to write. */
    @ApplicationScoped
    static class Work {
        private final Signals signals;
        private final SignalWriter writer;
        private final TenantDb db;
        private final LiveStore live;

        Work(Signals signals, SignalWriter writer, TenantDb db, LiveStore live) {
            this.signals = signals;
            this.writer = writer;
            this.db = db;
            this.live = live;
        }

        boolean isUnwritten() {
            return signals.size() > 0 || writer.unwritten() > 0;
        }

        Uni<Void> write() {
            return writer.write();
        }

        Uni<Void> handOver(TenantId tenant, Collection<UUID> attempts, String owner, Instant now) {
            return db.inTenant(tenant, connection -> live.handOver(tenant, connection, attempts, owner, now));
        }
    }

    Drain(DialerLoop loop, Work work, Permits permits, Replica replica, DialerSettings settings, Clock clock) {
        this.loop = loop;
        this.work = work;
        this.permits = permits;
        this.replica = replica;
        this.settings = settings;
        this.clock = clock;
    }

    /** Whether this replica is leaving. */
    boolean isDraining() {
        return draining;
    }

    /** Runs on the thread that stops the application, which may wait. */
    void stop(@Observes ShutdownEvent event) {
        draining = true;
        loop.stopClaiming();
        try {
            untilIdle().await().atMost(settings.drainTimeout());
        } catch (TimeoutException late) {
            LOG.infof("%d attempts have not ended in time and are handed over", permits.held());
        } catch (RuntimeException failure) {
            LOG.warnf("Waiting for the calls of this replica failed: %s", failure);
        }
        loop.stopWriting();
        try {
            handOver().await().atMost(HAND_OVER_TIME);
        } catch (RuntimeException failure) {
            LOG.warnf("Attempts could not be handed over; they are looked after when their leases end: %s", failure);
        }
    }

    private Uni<Void> untilIdle() {
        return Uni.createFrom()
                .deferred(work::write)
                .onItem()
                .delayIt()
                .by(LOOK_AGAIN)
                .map(written -> !loop.isBusy() && permits.held() == 0 && !work.isUnwritten())
                .repeat()
                .until(idle -> idle)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> handOver() {
        return Multi.createFrom()
                .iterable(permits.byTenant().entrySet())
                .onItem()
                .transformToUni(
                        entry -> work.handOver(entry.getKey(), entry.getValue(), replica.name(), Instant.now(clock)))
                .merge(4)
                .collect()
                .asList()
                .replaceWithVoid();
    }
}
