package io.outdial.webhook;

import io.outdial.kernel.TenantId;
import io.outdial.platform.SchemaVersion;
import io.outdial.webhook.DueStore.Turn;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * The heart beat of webhooks. Each beat takes turns of tenants that have something due: what happened is handed over, what is
 * due is claimed and sent. Sending goes on beside the beats, so that a slow endpoint holds up no other tenant's turn.
 */
@ApplicationScoped
class WebhookLoop {

    private static final Logger LOG = Logger.getLogger(WebhookLoop.class);
    private static final int MAX_TENANTS = 100;
    private static final int TENANTS_AT_ONCE = 8;
    private static final int MAX_HAND_OVERS = 50;
    private static final Duration QUIET = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final DueStore due;
    private final Steps steps;
    private final Wakes wakes;
    private final WebhookSettings settings;
    private final Clock clock;
    private final AtomicBoolean beating = new AtomicBoolean();
    private long timer = -1;
    private volatile boolean draining;
    private volatile Instant quietUntil = Instant.MIN;

    /** What a turn is made of. */
    @Singleton
    static class Steps {
        private final FanOut fanOut;
        private final Dispatcher dispatcher;
        private final Sweep sweep;

        Steps(FanOut fanOut, Dispatcher dispatcher, Sweep sweep) {
            this.fanOut = fanOut;
            this.dispatcher = dispatcher;
            this.sweep = sweep;
        }

        /** Hands over what waits, a bounded number of times; answers whether there may be more. */
        Uni<Boolean> handOver(TenantId tenant, Instant now) {
            return Multi.createBy()
                    .repeating()
                    .uni(() -> fanOut.run(tenant, now))
                    .whilst(more -> more)
                    .select()
                    .first(MAX_HAND_OVERS)
                    .collect()
                    .last();
        }

        Uni<Dispatcher.Claim> claim(TenantId tenant, Instant now) {
            return dispatcher.claim(tenant, now);
        }

        /** Sends what was claimed of one webhook, and then what else it has due, until there is nothing. */
        Uni<Void> pump(UUID webhook, Dispatcher.Claim claim, Clock clock, BooleanSupplier draining) {
            return claim.claimed().isEmpty() || draining.getAsBoolean()
                    ? Uni.createFrom().voidItem()
                    : dispatcher
                            .send(claim, Instant.now(clock))
                            .chain(() -> dispatcher.claim(claim.tenant(), webhook, Instant.now(clock)))
                            .chain(more -> pump(webhook, more, clock, draining));
        }

        Uni<Instant> sweep(Turn turn, Instant now) {
            return turn.nextSweep().isAfter(now)
                    ? Uni.createFrom().item(turn.nextSweep())
                    : sweep.run(turn.tenant(), now);
        }
    }

    WebhookLoop(Vertx vertx, DueStore due, Steps steps, Wakes wakes, WebhookSettings settings, Clock clock) {
        this.vertx = vertx;
        this.due = due;
        this.steps = steps;
        this.wakes = wakes;
        this.settings = settings;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, SchemaVersion schema) {
        schema.whenCurrent(this::start);
    }

    void start() {
        timer = vertx.setPeriodic(settings.tick().toMillis(), id -> beat());
    }

    /** What is under way ends or is sent again by another replica after its lease. */
    void stop(@Observes ShutdownEvent event) {
        draining = true;
        vertx.cancelTimer(timer);
    }

    private void beat() {
        Instant now = Instant.now(clock);
        if (wakes.isEmpty() && now.isBefore(quietUntil)) {
            return;
        }
        if (beating.compareAndSet(false, true)) {
            due.wake(wakes.take(), now)
                    .chain(() ->
                            settings.enabled() ? round(now) : Uni.createFrom().voidItem())
                    .onTermination()
                    .invoke(() -> beating.set(false))
                    .subscribe()
                    .with(done -> {}, failure -> LOG.warnf("Webhooks are looked at again: %s", failure));
        }
    }

    /** One round of turns; what is claimed is sent beside it. */
    Uni<Void> round(Instant now) {
        return due.begin(now, MAX_TENANTS)
                // Who is woken here is looked at with the next beat; others need not be asked for so often.
                .invoke(turns -> quietUntil = turns.isEmpty() ? now.plus(QUIET) : Instant.MIN)
                .onItem()
                .transformToMulti(turns -> Multi.createFrom().iterable(turns))
                .onItem()
                .transformToUni(turn -> turn(turn, now).onFailure().recoverWithUni(failure -> {
                    LOG.warnf(failure, "The webhooks of tenant %s failed; their turn comes again", turn.tenant());
                    return Uni.createFrom().voidItem();
                }))
                .merge(TENANTS_AT_ONCE)
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> turn(Turn turn, Instant now) {
        TenantId tenant = turn.tenant();
        return steps.handOver(tenant, now)
                .chain(more -> steps.claim(tenant, now).invoke(this::sendBeside).chain(claim -> steps.sweep(turn, now)
                        .chain(sweep -> due.end(turn, next(turn, claim, more, sweep, now), sweep))));
    }

    /** Each webhook by itself: none waits for another. */
    private void sendBeside(Dispatcher.Claim claim) {
        claim.byWebhook().forEach((webhook, part) -> steps.pump(webhook, part, clock, () -> draining)
                .subscribe()
                .with(
                        // There is room again for what else may be due.
                        done -> wakes.wake(claim.tenant()),
                        failure -> LOG.warnf(
                                "What a webhook of tenant %s answered was not recorded; it is sent again: %s",
                                claim.tenant(), failure)));
    }

    private static Instant next(Turn turn, Dispatcher.Claim claim, boolean more, Instant sweep, Instant now) {
        Instant next = turn.idleUntil(now);
        if (more) {
            return now;
        }
        if (claim.next() != null) {
            // What is due and was not claimed had no room: there is when something ends, and it is looked for anyway.
            Instant due = claim.next().isAfter(now) ? claim.next() : now.plus(Duration.ofSeconds(1));
            next = due.isBefore(next) ? due : next;
        }
        return sweep.isBefore(next) ? sweep : next;
    }
}
