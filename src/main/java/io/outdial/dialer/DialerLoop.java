package io.outdial.dialer;

import io.outdial.platform.SchemaVersion;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * The dialer's heart beat. Each beat puts every tenant with something due in line for a turn ({@link TenantTurns}); what calls
 * report is written soon after it came in.
 */
@ApplicationScoped
class DialerLoop {

    private static final Logger LOG = Logger.getLogger(DialerLoop.class);
    private static final int MAX_TENANTS_PER_BEAT = 500;

    /** News is gathered for so long before it is written: a call that comes and goes meanwhile is written once. */
    private static final long WRITE_AFTER_MS = 25;

    /** While the database does not take it. */
    private static final long WRITE_AGAIN_MS = 100;

    /** Where more tenants are due than one look brings. */
    private static final long LOOK_AGAIN_MS = 25;

    /** So many looks in vain, about eight seconds by default, and they become rarer: a service without campaigns costs little. */
    private static final int QUIET_AFTER = 20;

    /** So many times as long is waited then: a campaign's first call waits for a second at most, by default. */
    private static final int QUIET = 2;

    /** So much news makes a batch; it is not gathered any longer. */
    private static final int WRITE_AT_ONCE = 2_000;

    private final Vertx vertx;
    private final DueStore due;
    private final TenantTurns turns;
    private final News news;
    private final DialerSettings settings;
    private final Clock clock;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicBoolean willWrite = new AtomicBoolean();
    private volatile boolean beats = true;
    private volatile boolean moreAreDue;
    private volatile int looksInVain;
    private volatile boolean writes = true;

    /** What calls report, and who writes it. */
    @Singleton
    static class News {
        private final Signals signals;
        private final SignalWriter writer;

        News(Signals signals, SignalWriter writer) {
            this.signals = signals;
            this.writer = writer;
        }

        private boolean isUnwritten() {
            return signals.size() > 0 || writer.unwritten() > 0;
        }
    }

    DialerLoop(Vertx vertx, DueStore due, TenantTurns turns, News news, DialerSettings settings, Clock clock) {
        this.vertx = vertx;
        this.due = due;
        this.turns = turns;
        this.news = news;
        this.settings = settings;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, WarmUp warmUp, SchemaVersion schema) {
        // Also who does not dial may be told of calls.
        news.signals.whenOffered(this::writeSoon);
        if (settings.enabled()) {
            schema.whenCurrent(
                    () -> vertx.setTimer(1, id -> warmUp.run().subscribe().with(over -> beatLater())));
        }
    }

    /** No tenant is given a turn any more, and the turns that are under way claim nothing more. What is known is written. */
    void stopClaiming() {
        beats = false;
        turns.stop();
    }

    /** Whether turns are under way. */
    boolean isBusy() {
        return turns.isBusy();
    }

    void stopWriting() {
        writes = false;
    }

    /** Replicas look at different moments, so that they share tenants instead of meeting at them. */
    private void beatLater() {
        long tick = settings.tick().toMillis() * (looksInVain < QUIET_AFTER ? 1 : QUIET);
        long wait = moreAreDue ? LOOK_AGAIN_MS : ThreadLocalRandom.current().nextLong(tick, 2 * tick);
        vertx.setTimer(wait, id -> {
            if (beats) {
                beat();
                beatLater();
            }
        });
    }

    private void beat() {
        if (turns.inLine() >= MAX_TENANTS_PER_BEAT || !looking.compareAndSet(false, true)) {
            return;
        }
        due.due(Instant.now(clock), MAX_TENANTS_PER_BEAT)
                .subscribe()
                .with(
                        tenants -> {
                            looking.set(false);
                            moreAreDue = tenants.size() == MAX_TENANTS_PER_BEAT;
                            looksInVain = tenants.isEmpty() ? Math.min(looksInVain + 1, QUIET_AFTER) : 0;
                            turns.offer(tenants);
                        },
                        failure -> {
                            looking.set(false);
                            log(failure);
                        });
    }

    /** Where there is no news no timer runs. */
    private void writeSoon() {
        if (writes && !willWrite.get() && willWrite.compareAndSet(false, true)) {
            vertx.setTimer(writeAfter(), id -> write());
        }
    }

    private long writeAfter() {
        if (news.writer.isFailing()) {
            return WRITE_AGAIN_MS;
        }
        return news.signals.size() >= WRITE_AT_ONCE ? 1 : WRITE_AFTER_MS;
    }

    private void write() {
        news.writer.write().subscribe().with(done -> writeTheRest(), failure -> {
            log(failure);
            writeTheRest();
        });
    }

    private void writeTheRest() {
        willWrite.set(false);
        if (news.isUnwritten()) {
            writeSoon();
        }
    }

    private static void log(Throwable failure) {
        LOG.warnf("The dialer cannot work right now and goes on trying: %s", failure);
    }
}
