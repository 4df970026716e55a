package io.outdial.dialer;

import io.outdial.campaign.CampaignClock;
import io.outdial.kernel.TenantId;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * The dialer's heart beat. Each beat writes what calls reported and gives a turn to every tenant with something due: time
 * acts on its campaigns, then targets are claimed as long as there is room for them, batch after batch.
 */
@ApplicationScoped
class DialerLoop {

    private static final Logger LOG = Logger.getLogger(DialerLoop.class);
    private static final int MAX_TENANTS_PER_BEAT = 500;
    private static final int MAX_BATCHES_PER_TURN = 10;

    /** News is gathered for so long before it is written: a call that comes and goes meanwhile is written once. */
    private static final long WRITE_AFTER_MS = 25;

    private final Vertx vertx;
    private final DueStore due;
    private final CampaignClock campaignClock;
    private final Pipeline pipeline;
    private final SignalWriter writer;
    private final DialerSettings settings;
    private final AtomicBoolean beating = new AtomicBoolean();
    private final AtomicBoolean willWrite = new AtomicBoolean();
    private volatile boolean writes = true;

    /** Room, claims and sending: what one turn drives. */
    @Singleton
    static class Pipeline {
        private final Permits permits;
        private final Signals signals;
        private final Claims claims;
        private final Sender sender;
        private final DialerMetrics metrics;
        private final Clock clock;
        private volatile boolean draining;

        Pipeline(Permits permits, Signals signals, Claims claims, Sender sender, DialerMetrics metrics, Clock clock) {
            this.permits = permits;
            this.signals = signals;
            this.claims = claims;
            this.sender = sender;
            this.metrics = metrics;
            this.clock = clock;
        }

        /** Attempts that may be claimed now: each needs a permit, and room for what its call will report. */
        private int demand(TenantId tenant) {
            return draining ? 0 : Math.min(permits.free(tenant), signals.room() / 4);
        }

        /** Claims and sends one batch; answers what the claim found. */
        private Uni<Claims.Result> step(TenantId tenant) {
            long began = System.nanoTime();
            return claims.claim(tenant, demand(tenant), Instant.now(clock))
                    .invoke(result -> metrics.claimed(result, System.nanoTime() - began))
                    .invoke(result -> result.claimed()
                            .forEach(
                                    claimed -> permits.take(tenant, claimed.id().value(), claimed.connection())))
                    .call(result -> result.claimed().isEmpty()
                            ? Uni.createFrom().voidItem()
                            : sender.send(tenant, result.claimed()));
        }
    }

    DialerLoop(
            Vertx vertx,
            DueStore due,
            CampaignClock campaignClock,
            Pipeline pipeline,
            SignalWriter writer,
            DialerSettings settings) {
        this.vertx = vertx;
        this.due = due;
        this.campaignClock = campaignClock;
        this.pipeline = pipeline;
        this.writer = writer;
        this.settings = settings;
    }

    void start(@Observes StartupEvent event) {
        if (settings.enabled()) {
            beatLater();
            pipeline.signals.whenOffered(this::writeSoon);
        }
    }

    /** Replicas look at different moments, so that they share tenants instead of meeting at them. */
    private void beatLater() {
        long tick = settings.tick().toMillis();
        vertx.setTimer(ThreadLocalRandom.current().nextLong(tick, 2 * tick), id -> {
            if (!pipeline.draining) {
                beat();
                beatLater();
            }
        });
    }

    /** Where there is no news no timer runs. */
    private void writeSoon() {
        if (writes && !willWrite.get() && willWrite.compareAndSet(false, true)) {
            vertx.setTimer(WRITE_AFTER_MS, id -> {
                willWrite.set(false);
                writer.write().subscribe().with(done -> writeTheRest(), failure -> {
                    log(failure);
                    writeTheRest();
                });
            });
        }
    }

    private void writeTheRest() {
        if (pipeline.signals.size() > 0 || writer.unwritten() > 0) {
            writeSoon();
        }
    }

    /** No tenant is given a turn any more, and the turns that are under way claim nothing more. What is known is written. */
    void stopClaiming() {
        pipeline.draining = true;
    }

    /** Whether turns are under way. */
    boolean isBusy() {
        return beating.get();
    }

    void stopWriting() {
        writes = false;
    }

    private void beat() {
        if (!beating.compareAndSet(false, true)) {
            return;
        }
        due.due(now(), MAX_TENANTS_PER_BEAT)
                .onItem()
                .transformToMulti(tenants -> Multi.createFrom().iterable(tenants))
                .onItem()
                .transformToUni(tenant -> turn(tenant).onFailure().recoverWithItem(failure -> {
                    LOG.warnf(failure, "The turn of tenant %s failed; it comes again", tenant);
                    return false;
                }))
                .merge(settings.maxConcurrentTenants())
                .collect()
                .asList()
                .subscribe()
                .with(this::ended, failure -> {
                    beating.set(false);
                    log(failure);
                });
    }

    /** When some tenant could go on at once there is another round, in which those who wait longest come first. */
    private void ended(List<Boolean> turns) {
        beating.set(false);
        if (turns.contains(true) && !pipeline.draining) {
            beat();
        }
    }

    /** Answers whether the tenant could go on at once. */
    private Uni<Boolean> turn(TenantId tenant) {
        return due.beginTurn(tenant, now())
                .chain(mark -> mark == null
                        ? Uni.createFrom().item(false)
                        : campaignClock.run(tenant, now()).chain(timed -> claimWhileDue(tenant)
                                .chain(last -> {
                                    boolean more = wantsMore(tenant, last);
                                    Instant next = more ? now() : last.next();
                                    return due.endTurn(tenant, mark, next.isBefore(timed) ? next : timed)
                                            .replaceWith(more);
                                })));
    }

    private boolean wantsMore(TenantId tenant, Claims.Result result) {
        return result.taken() >= settings.batchSize() && pipeline.demand(tenant) > 0;
    }

    /**
     * The stream of batches: each is pulled when the one before has been sent, and only while there is room. After some of
     * them it is the others' turn, however much this tenant has to call.
     */
    private Uni<Claims.Result> claimWhileDue(TenantId tenant) {
        AtomicInteger batches = new AtomicInteger();
        return Multi.createBy()
                .repeating()
                .uni(() -> pipeline.step(tenant))
                .whilst(result -> batches.incrementAndGet() < MAX_BATCHES_PER_TURN && wantsMore(tenant, result))
                .collect()
                .last();
    }

    private Instant now() {
        return Instant.now(pipeline.clock);
    }

    private static void log(Throwable failure) {
        LOG.warnf("The dialer cannot work right now and goes on trying: %s", failure);
    }
}
