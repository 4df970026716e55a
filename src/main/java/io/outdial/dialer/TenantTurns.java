package io.outdial.dialer;

import io.outdial.campaign.CampaignClock;
import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whose turn it is on this replica. Tenants with something due wait in line; some are served at once, and one that could go
 * on when its turn is over joins the line again, behind everybody who waits.
 */
@ApplicationScoped
class TenantTurns {

    private static final int MAX_BATCHES_PER_TURN = 10;

    /** More than two looks bring; it is looked no further while one look's worth waits. */
    private static final int MAX_IN_LINE = 1_000;

    /** While one batch is sent the next is claimed, and no more: a slow provider holds claiming back. */
    private static final int BATCHES_AT_ONCE = 2;

    /**
     * A tenant with a campaign under way gets a turn this often though nothing asks for one: a wish that was lost, by whatever
     * defect, costs minutes and not the campaign.
     */
    static final Duration LOOK_AGAIN = Duration.ofMinutes(10);

    private static final int MOST_TRIES_WHILE_BUSY = 10;
    private static final Duration WHILE_BUSY = Duration.ofMillis(10);

    private final DueStore due;
    private final CampaignClock campaignClock;
    private final CampaignStarts starts;
    private final Pipeline pipeline;
    private final DialerSettings settings;
    private final Serving turns;
    private final AtomicLong batches = new AtomicLong();

    TenantTurns(
            DueStore due,
            CampaignClock campaignClock,
            CampaignStarts starts,
            Pipeline pipeline,
            DialerSettings settings) {
        this.due = due;
        this.campaignClock = campaignClock;
        this.starts = starts;
        this.pipeline = pipeline;
        this.settings = settings;
        this.turns = new Serving("turn", new TenantLine(settings.maxConcurrentTenants(), MAX_IN_LINE), this::turn);
    }

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

        /** Claims one batch, whose attempts have their permits then. */
        private Uni<Claims.Result> claim(TenantId tenant) {
            long began = System.nanoTime();
            return claims.claim(tenant, demand(tenant), clock).invoke(result -> {
                metrics.claimed(tenant, result, System.nanoTime() - began);
                result.claimed()
                        .forEach(claimed -> permits.take(tenant, claimed.id().value(), claimed.connection()));
            });
        }

        private Uni<Void> send(TenantId tenant, Claims.Result result) {
            return result.claimed().isEmpty() ? Uni.createFrom().voidItem() : sender.send(tenant, result.claimed());
        }
    }

    /** These have something due; who is in line already keeps the place. */
    void offer(List<TenantId> tenants) {
        turns.offer(tenants);
    }

    /** Nobody is given a turn any more, and turns that are under way claim nothing more. */
    void stop() {
        pipeline.draining = true;
        turns.stop();
        starts.stop();
    }

    /** Whether turns, or starts of campaigns, are under way. */
    boolean isBusy() {
        return turns.isBusy() || starts.isBusy();
    }

    /** How many batches were claimed and sent since the start, empty ones too. */
    long batches() {
        return batches.get();
    }

    /** How many wait for a turn. */
    int inLine() {
        return turns.inLine();
    }

    /** Answers whether the tenant could go on at once. */
    private Uni<Boolean> turn(TenantId tenant) {
        return due.beginTurn(tenant, now())
                .chain(mark -> mark == null
                        ? Uni.createFrom().item(false)
                        : campaignClock.run(tenant, now()).chain(timed -> claimAfter(tenant, mark, timed)));
    }

    private Uni<Boolean> claimAfter(TenantId tenant, Instant mark, CampaignClock.Timed timed) {
        if (timed.starts()) {
            starts.offer(tenant);
        }
        return claimWhileDue(tenant).chain(last -> {
            boolean more = wantsMore(tenant, last);
            Instant next = more ? now() : last.next();
            return due.endTurn(tenant, mark, next(next, timed.next(), now())).replaceWith(more);
        });
    }

    /**
     * When the next turn is due.
     *
     * @param claim when a claim could find something
     * @param timed when time does something to a campaign; {@link CampaignClock#NEVER} when none is scheduled or active
     */
    static Instant next(Instant claim, Instant timed, Instant now) {
        Instant next = claim.isBefore(timed) ? claim : timed;
        Instant again = now.plus(LOOK_AGAIN);
        return timed.isBefore(CampaignClock.NEVER) && again.isBefore(next) ? again : next;
    }

    private boolean wantsMore(TenantId tenant, Claims.Result result) {
        return result.taken() >= settings.batchSize() && pipeline.demand(tenant) > 0;
    }

    /**
     * The stream of batches: each is pulled while the one before is being sent, and only while there is room. After some of
     * them it is the others' turn, however much this tenant has to call. A claim that fails cancels no sending: it fails the
     * turn when everything that was claimed is sent.
     */
    private Uni<Claims.Result> claimWhileDue(TenantId tenant) {
        AtomicInteger pulled = new AtomicInteger();
        AtomicReference<Claims.Result> last = new AtomicReference<>();
        AtomicReference<Throwable> failed = new AtomicReference<>();
        return Multi.createBy()
                .repeating()
                .uni(() -> claim(tenant, 1).onFailure().recoverWithItem(failure -> {
                    failed.set(failure);
                    return Claims.Result.nothing(NextTurn.FAR);
                }))
                .whilst(result -> {
                    last.set(result);
                    return pulled.incrementAndGet() < MAX_BATCHES_PER_TURN && wantsMore(tenant, result);
                })
                .onItem()
                .transformToUni(result -> pipeline.send(tenant, result)
                        .invoke(batches::incrementAndGet)
                        .replaceWith(true))
                .merge(BATCHES_AT_ONCE)
                .collect()
                .asList()
                .chain(sent -> failed.get() == null
                        ? Uni.createFrom().item(last.get())
                        : Uni.createFrom().failure(failed.get()));
    }

    /** A claim; tried again soon while another replica settles calls of the tenant, which takes milliseconds. */
    private Uni<Claims.Result> claim(TenantId tenant, int tries) {
        return pipeline.claim(tenant)
                .chain(result -> result.busy() && tries < MOST_TRIES_WHILE_BUSY
                        ? Uni.createFrom()
                                .voidItem()
                                .onItem()
                                .delayIt()
                                .by(WHILE_BUSY.multipliedBy(
                                        1 + ThreadLocalRandom.current().nextInt(2)))
                                .chain(() -> claim(tenant, tries + 1))
                        : Uni.createFrom().item(result));
    }

    private Instant now() {
        return Instant.now(pipeline.clock);
    }
}
