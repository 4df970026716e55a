package io.outdial.dialer;

import io.opentelemetry.api.trace.Span;
import io.outdial.kernel.TenantId;
import io.outdial.platform.TenantDb;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.CallRequest;
import io.outdial.telephony.Deadline;
import io.outdial.telephony.GuardedTelephony;
import io.outdial.telephony.Placed;
import io.outdial.telephony.TelephonyLines;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Sends claimed attempts: the last check, the request, and what its answer means. */
@ApplicationScoped
class Sender {

    private static final Logger LOG = Logger.getLogger(Sender.class);
    private static final Placed NOT_SENT_IN_TIME = Placed.Refused.unasked("not_sent_in_time");
    private static final Placed NOT_SENT = Placed.Refused.unasked("not_sent");

    private final TenantDb db;
    private final LiveStore live;
    private final Settlement settlement;
    private final Signals signals;
    private final Permits permits;
    private final TelephonyLines lines;
    private final SenderSettings settings;

    Sender(
            TenantDb db,
            LiveStore live,
            Settlement settlement,
            Signals signals,
            Permits permits,
            TelephonyLines lines,
            SenderSettings settings) {
        this.db = db;
        this.live = live;
        this.settlement = settlement;
        this.signals = signals;
        this.permits = permits;
        this.lines = lines;
        this.settings = settings;
    }

    /** What sending needs beside its peers. */
    @Singleton
    static class SenderSettings {
        private final DialerSettings dialer;
        private final Replica replica;
        private final CallSpans spans;
        private final AnswerTimes answers;
        private final Clock clock;

        SenderSettings(DialerSettings dialer, Replica replica, CallSpans spans, AnswerTimes answers, Clock clock) {
            this.dialer = dialer;
            this.replica = replica;
            this.spans = spans;
            this.answers = answers;
            this.clock = clock;
        }
    }

    /**
     * Sends a claimed batch; completes when every request has its answer. Never fails: what is unsent is given back. Of a
     * batch only so many are committed to leave as do so in time, as their providers have been answering; then the next.
     */
    Uni<Void> send(TenantId tenant, List<Claimed> batch) {
        Milestone.CLAIMED.reached(settings.dialer);
        // Scripts and connections come first: what cannot be read must leave its attempts claimed, which is provably
        // unsent.
        return Uni.createFrom()
                .item(() -> CallRequests.of(batch))
                .chain(requests -> lines(tenant, batch).map(open -> new Ready(requests, open)))
                .onItemOrFailure()
                .transformToUni((ready, failure) ->
                        failure == null ? sendInParts(tenant, batch, ready) : notSent(tenant, batch, failure));
    }

    private Uni<Void> sendInParts(TenantId tenant, List<Claimed> batch, Ready ready) {
        int most = settings.answers.leaveWithin(
                settings.dialer.sendWithin(),
                settings.dialer.maxConcurrentPlacements(),
                ready.lines().keySet());
        if (most >= batch.size()) {
            return sendNow(tenant, batch, ready);
        }
        return sendNow(tenant, batch.subList(0, most), ready)
                .chain(() -> sendInParts(tenant, batch.subList(most, batch.size()), ready));
    }

    private Uni<Void> sendNow(TenantId tenant, List<Claimed> part, Ready ready) {
        return commit(tenant, part, ready)
                .call(leaving -> release(
                        tenant,
                        part.stream().filter(claimed -> !leaving.has(claimed)).toList()))
                .onItemOrFailure()
                .transformToUni((leaving, failure) -> failure == null
                        ? Multi.createFrom()
                                .iterable(part)
                                .filter(leaving::has)
                                .onItem()
                                .transformToUni(claimed -> place(tenant, claimed, ready, leaving.sendBefore(claimed)))
                                .merge(settings.dialer.maxConcurrentPlacements())
                                .collect()
                                .asList()
                                .replaceWithVoid()
                        : notSent(tenant, part, failure));
    }

    /** Commits that these are about to leave. */
    private Uni<Leaving> commit(TenantId tenant, List<Claimed> part, Ready ready) {
        Set<UUID> ids = part.stream().map(claimed -> claimed.id().value()).collect(Collectors.toSet());
        Map<UUID, Set<String>> lists = new HashMap<>();
        part.forEach(claimed -> lists.put(
                claimed.campaign().id().value(), claimed.campaign().rules().lists()));
        return db.inBatch(tenant, connection -> {
                    // With the connection in hand: however long was waited for it and for what came before, leases,
                    // hours
                    // and days are held against the moment at which the statement runs.
                    Instant now = Instant.now(settings.clock);
                    long began = System.nanoTime();
                    return live.startSending(
                                    tenant,
                                    connection,
                                    ids,
                                    lists,
                                    settings.replica.name(),
                                    now,
                                    leaseUntil(now, ready))
                            .map(validUntil -> new Leaving(now, began, settings.dialer.sendWithin(), validUntil));
                })
                .invoke(() -> Milestone.SENDING.reached(settings.dialer));
    }

    /**
     * Whether sending was committed is not known, but nothing left. Those that were are put back as soon as the database
     * takes it; those that were not are found when their lease ends.
     */
    private Uni<Void> notSent(TenantId tenant, List<Claimed> part, Throwable failure) {
        LOG.warnf("A batch of %d attempts was not sent: %s", part.size(), failure);
        part.forEach(claimed -> told(tenant, claimed, NOT_SENT));
        return Uni.createFrom().voidItem();
    }

    /** Commits for a tenant that does not exist that nothing is about to leave. */
    Uni<Void> rehearse(TenantId nobody, Instant now) {
        return db.inBatch(
                        nobody,
                        connection -> live.startSending(
                                nobody, connection, Set.of(), Map.of(), settings.replica.name(), now, now))
                .replaceWithVoid();
    }

    private Uni<Void> release(TenantId tenant, List<Claimed> unsent) {
        if (unsent.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Set<UUID> ids = unsent.stream().map(claimed -> claimed.id().value()).collect(Collectors.toSet());
        ids.forEach(permits::release);
        return settlement.release(tenant, ids, Instant.now(settings.clock)).replaceWithVoid();
    }

    /** What a batch needs before it may leave. */
    private record Ready(CallRequests requests, Map<String, GuardedTelephony> lines) {}

    /**
     * Attempts that were committed to leave.
     *
     * @param now before the commit
     * @param began the same on the monotonic clock: a pause between the commit and its answer counts too
     * @param within every request leaves in so much time or not at all
     * @param validUntil when the decision to call ends, by attempt
     */
    private record Leaving(Instant now, long began, Duration within, Map<UUID, Instant> validUntil) {

        boolean has(Claimed claimed) {
            return validUntil.containsKey(claimed.id().value());
        }

        /** No request leaves when its hours or its day are over, be it only by the time that sending takes. */
        Deadline sendBefore(Claimed claimed) {
            Duration valid = Duration.between(now, validUntil.get(claimed.id().value()));
            return Deadline.after(began, valid.compareTo(within) < 0 ? valid : within);
        }
    }

    /** Nobody asks about an attempt before its request has left or was given up, and was answered or timed out. */
    private Instant leaseUntil(Instant now, Ready ready) {
        Duration answers = ready.lines().values().stream()
                .map(GuardedTelephony::answersWithin)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return now.plus(settings.dialer.lease())
                .plus(settings.dialer.sendWithin())
                .plus(answers);
    }

    /** The telephony of each connection of the batch. */
    private Uni<Map<String, GuardedTelephony>> lines(TenantId tenant, List<Claimed> batch) {
        return Multi.createFrom()
                .items(batch.stream().map(Claimed::connection).distinct())
                .onItem()
                .transformToUniAndConcatenate(key -> lines.of(tenant, key).map(telephony -> Map.entry(key, telephony)))
                .collect()
                .asMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private Uni<Void> place(TenantId tenant, Claimed claimed, Ready ready, Deadline sendBefore) {
        if (sendBefore.passed()) {
            // Too late to be sure that no other replica has given it up. We know that we never sent it, so it is put
            // back.
            told(tenant, claimed, NOT_SENT_IN_TIME);
            return Uni.createFrom().voidItem();
        }
        CallRequest request;
        try {
            request = ready.requests().of(tenant, claimed, sendBefore);
        } catch (RuntimeException broken) {
            LOG.errorf(broken, "The request of attempt %s cannot be written", claimed.id());
            told(tenant, claimed, NOT_SENT);
            return Uni.createFrom().voidItem();
        }
        Span span = settings.spans.placing(tenant, claimed);
        long asked = System.nanoTime();
        Uni<Placed> answer = ready.lines().get(claimed.connection()).place(request);
        return answer.onItemOrFailure().transformToUni((placed, failure) -> {
            settings.answers.took(claimed.connection(), System.nanoTime() - asked);
            settings.spans.placed(span, placed);
            if (failure == null) {
                Milestone.ANSWERED.reached(settings.dialer);
                told(tenant, claimed, placed);
                return Uni.createFrom().voidItem();
            }
            Milestone.UNANSWERED.reached(settings.dialer);
            LOG.debugf("Attempt %s: nobody knows whether the call was made: %s", claimed.id(), failure);
            return hold(tenant, claimed);
        });
    }

    /** The request may have been accepted: the attempt is held, its news may still come, and the reaper asks about it. */
    private Uni<Void> hold(TenantId tenant, Claimed claimed) {
        Instant until = Instant.now(settings.clock).plus(settings.dialer.lease());
        return db.inTenant(
                        tenant,
                        connection -> live.holdUnanswered(
                                tenant, connection, claimed.id().value(), until))
                .onFailure()
                .recoverWithItem((Void) null)
                .invoke(() -> permits.release(claimed.id().value()));
    }

    private void told(TenantId tenant, Claimed claimed, Placed placed) {
        Instant now = Instant.now(settings.clock);
        boolean taken;
        if (placed instanceof Placed.Refused refused) {
            taken = signals.offer(CallEvent.Ended.refused(tenant, claimed.id(), refused, now));
        } else {
            taken = signals.accepted(tenant, claimed.id(), ((Placed.Accepted) placed).providerCallId(), now);
        }
        if (!taken) {
            // Claiming leaves room for these; should it still happen, the reaper asks the provider about the call.
            LOG.warnf("No room for the answer about attempt %s", claimed.id());
            permits.release(claimed.id().value());
        }
    }
}
