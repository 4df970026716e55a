package io.outdial.dialer;

import io.outdial.dialer.Signals.Signal;
import io.outdial.kernel.TenantId;
import io.outdial.telephony.CallEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Brings news of calls into the database, in batches of one transaction per tenant. What could not be written stays here, in
 * bounded memory, and is tried again: no outcome is dropped because the database was away.
 */
@ApplicationScoped
class SignalWriter {

    private static final Logger LOG = Logger.getLogger(SignalWriter.class);
    private static final int BATCH = 4000;

    private final Signals signals;
    private final Settlement settlement;
    private final Permits permits;
    private final Superseded superseded;
    private final DialerSettings settings;
    private final Clock clock;
    private final AtomicBoolean writing = new AtomicBoolean();
    private final AtomicBoolean failing = new AtomicBoolean();
    private final List<Signal> unwritten = new ArrayList<>();

    SignalWriter(
            Signals signals,
            Settlement settlement,
            Permits permits,
            Superseded superseded,
            DialerSettings settings,
            Clock clock) {
        this.signals = signals;
        this.settlement = settlement;
        this.permits = permits;
        this.superseded = superseded;
        this.settings = settings;
        this.clock = clock;
    }

    /** News that were taken from the queue and are not in the database, because it did not take them. */
    int unwritten() {
        synchronized (unwritten) {
            return unwritten.size() + (writing.get() ? 1 : 0);
        }
    }

    /** Whether the database does not take news at the moment. */
    boolean isFailing() {
        return failing.get();
    }

    /** Writes what has come in; does nothing while an earlier call is still writing. */
    Uni<Void> write() {
        if (!writing.compareAndSet(false, true)) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom().deferred(this::writeAll).eventually(() -> writing.set(false));
    }

    private Uni<Void> writeAll() {
        List<Signal> batch;
        synchronized (unwritten) {
            batch = new ArrayList<>(unwritten);
            unwritten.clear();
        }
        if (batch.size() < BATCH) {
            batch.addAll(signals.drain(BATCH - batch.size()));
        }
        if (batch.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Map<TenantId, List<Signal>> byTenant = new LinkedHashMap<>();
        batch.forEach(signal -> byTenant.computeIfAbsent(signal.tenant(), any -> new ArrayList<>())
                .add(signal));
        return Multi.createFrom()
                .iterable(byTenant.entrySet())
                .onItem()
                .transformToUni(entry -> write(entry.getKey(), entry.getValue()))
                .merge(settings.maxConcurrentTenants())
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> write(TenantId tenant, List<Signal> news) {
        Instant now = Instant.now(clock);
        Map<UUID, LiveStore.Progress> progress = new LinkedHashMap<>();
        Map<UUID, CallEvent.Ended> ended = new LinkedHashMap<>();
        for (Signal signal : news) {
            if (signal instanceof Signal.Happened happened && happened.event() instanceof CallEvent.Ended end) {
                ended.merge(end.attempt().value(), end, CallEvent.Ended::and);
            } else {
                LiveStore.Progress step = progressOf(signal);
                progress.merge(step.attempt(), step, SignalWriter::later);
            }
        }
        return settlement
                .apply(tenant, List.copyOf(progress.values()), ended.values(), now.plus(settings.askAfter()), now)
                .invoke(() -> {
                    if (failing.compareAndSet(true, false)) {
                        LOG.info("News of calls is written again");
                    }
                    written(news, ended.keySet());
                })
                .call(gone -> superseded.hangUp(tenant, answered(news, gone)))
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> {
                    if (!Outage.passes(failure)) {
                        return writeApart(tenant, news, failure);
                    }
                    if (failing.compareAndSet(false, true)) {
                        LOG.warnf("News of calls cannot be written and is tried again and again: %s", failure);
                    }
                    synchronized (unwritten) {
                        unwritten.addAll(news);
                    }
                    return Uni.createFrom().voidItem();
                });
    }

    /**
     * What the database will never take must not hold up the rest: each piece of news is written by itself, and the one
     * that is refused is left to its source, which tells it again, and to the reaper.
     */
    private Uni<Void> writeApart(TenantId tenant, List<Signal> news, Throwable failure) {
        if (news.size() == 1) {
            Signal refused = news.get(0);
            UUID attempt = refused instanceof Signal.Happened happened
                    ? happened.event().attempt().value()
                    : ((Signal.Accepted) refused).attempt().value();
            LOG.errorf(failure, "News of attempt %s cannot be written", attempt);
            permits.release(attempt);
            return Uni.createFrom().voidItem();
        }
        return Multi.createFrom()
                .iterable(news)
                .onItem()
                .transformToUniAndConcatenate(each -> write(tenant, List.of(each)))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private void written(List<Signal> news, Set<UUID> ended) {
        if (!ended.isEmpty()) {
            Milestone.ENDED.reached(settings);
        } else if (news.stream().anyMatch(Signal.Accepted.class::isInstance)) {
            Milestone.PLACED.reached(settings);
        }
        ended.forEach(permits::release);
        for (Signal signal : news) {
            if (signal instanceof Signal.Accepted accepted) {
                permits.placed(accepted.attempt().value());
            } else {
                ((Signal.Happened) signal).written().run();
            }
        }
    }

    /** Attempts that somebody has answered although they are not live. */
    private static Set<UUID> answered(List<Signal> news, Set<UUID> notLive) {
        return notLive.isEmpty()
                ? notLive
                : news.stream()
                        .filter(signal -> signal instanceof Signal.Happened happened
                                && happened.event() instanceof CallEvent.Answered
                                && notLive.contains(happened.event().attempt().value()))
                        .map(signal ->
                                ((Signal.Happened) signal).event().attempt().value())
                        .collect(Collectors.toSet());
    }

    private static LiveStore.Progress progressOf(Signal signal) {
        if (signal instanceof Signal.Accepted accepted) {
            return new LiveStore.Progress(
                    accepted.attempt().value(), accepted.providerCallId(), accepted.at(), null, null);
        }
        CallEvent event = ((Signal.Happened) signal).event();
        return event instanceof CallEvent.Answered
                ? new LiveStore.Progress(event.attempt().value(), null, null, null, event.at())
                : new LiveStore.Progress(event.attempt().value(), null, null, event.at(), null);
    }

    private static LiveStore.Progress later(LiveStore.Progress a, LiveStore.Progress b) {
        return new LiveStore.Progress(
                a.attempt(),
                a.providerCallId() == null ? b.providerCallId() : a.providerCallId(),
                a.placed() == null ? b.placed() : a.placed(),
                a.ringing() == null ? b.ringing() : a.ringing(),
                a.answered() == null ? b.answered() : a.answered());
    }
}
