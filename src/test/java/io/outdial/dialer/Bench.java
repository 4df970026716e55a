package io.outdial.dialer;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.kernel.TenantId;
import io.outdial.platform.TenantDb;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.Guarded;
import io.outdial.telephony.GuardedTelephony;
import io.outdial.telephony.LocalCalls;
import io.outdial.telephony.LookUp;
import io.outdial.telephony.TelephonyLines;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The dialer's parts, driven by hand at a time and with a provider of the test's choice. */
@Singleton
class Bench {

    @Inject
    TenantDb db;

    @Inject
    LiveStore live;

    @Inject
    Settlement settlement;

    @Inject
    Claims claims;

    @Inject
    Permits permits;

    @Inject
    PriceStore prices;

    @Inject
    Replica replica;

    @Inject
    CallSpans spans;

    @Inject
    DialerSettings settings;

    @Inject
    DialerMetrics metrics;

    /** What a claim gets; the dialer that runs beside the test may have the tenant's row at that moment, and is waited for. */
    List<Claimed> claim(Scene scene, Instant now) {
        return claim(scene, 100, now);
    }

    /** @param room for so many calls and no more */
    List<Claimed> claim(Scene scene, int room, Instant now) {
        Claims.Result result;
        do {
            result = claims.claim(scene.tenant, room, () -> now).await().atMost(Scene.PATIENCE);
        } while (result.busy());
        return result.claimed();
    }

    /** The attempts that may be sent, in the name of this replica. */
    Set<UUID> startSending(Scene scene, Collection<Claimed> claimed, Instant now) {
        Set<UUID> ids = claimed.stream().map(each -> each.id().value()).collect(Collectors.toSet());
        Map<UUID, Set<String>> lists = new HashMap<>();
        claimed.forEach(each ->
                lists.put(each.campaign().id().value(), each.campaign().rules().lists()));
        return db.inBatch(
                        scene.tenant,
                        c -> live.startSending(
                                scene.tenant, c, ids, lists, replica.name(), now, now.plus(settings.lease())))
                .await()
                .atMost(Scene.PATIENCE)
                .keySet();
    }

    void send(Scene scene, List<Claimed> claimed, Network network, Instant now) {
        sender(to(network), settings, new AnswerTimes(), at(now))
                .send(scene.tenant, claimed)
                .await()
                .atMost(Scene.PATIENCE);
    }

    /** @param with what bounds the sender; the attempts were claimed with the application's */
    Sender sender(TelephonyLines lines, DialerSettings with, AnswerTimes answers, Clock clock) {
        var more = new Sender.SenderSettings(with, replica, spans, answers, clock);
        return new Sender(db, live, settlement, new Signals(with), permits, lines, more);
    }

    void reap(Scene scene, Network network, Instant now) {
        reaper(to(network), now, Reaper.Bounds.USUAL).reap(scene.tenant).await().atMost(Scene.PATIENCE);
    }

    Reaper reaper(TelephonyLines lines, Instant now, Reaper.Bounds bounds) {
        Prices asks = new Prices(db, prices, lines, metrics);
        return new Reaper(
                db, live, settlement, lines, new Reaper.ReaperSettings(settings, permits, asks, at(now), bounds));
    }

    /** Keeps the leases of calls that live in this process, as far as the test says. */
    Leases leases(LocalCalls calls) {
        return new Leases(calls, db, live, settlement, settings, Clock.systemUTC());
    }

    /** Has another replica's writer take these events, in this order. */
    void report(Instant now, CallEvent... events) {
        Signals signals = new Signals(settings);
        List.of(events).forEach(signals::offer);
        report(now, to(new Network(new LookUp.Unsure(), false)), signals);
    }

    /** The same, with a provider that may be asked to hang up. */
    void report(Instant now, Network network, CallEvent... events) {
        Signals signals = new Signals(settings);
        List.of(events).forEach(signals::offer);
        report(now, to(network), signals);
    }

    private void report(Instant now, TelephonyLines lines, Signals signals) {
        new SignalWriter(signals, settlement, permits, new Superseded(db, live, lines), settings, at(now))
                .write()
                .await()
                .atMost(Scene.PATIENCE);
    }

    static CallEvent.Ended end(
            TenantId tenant, AttemptId attempt, Outcome outcome, Disposition disposition, Instant at) {
        int talked = outcome.answered() ? 42 : 0;
        return new CallEvent.Ended(
                tenant,
                attempt,
                at,
                outcome,
                disposition,
                null,
                talked,
                new BigDecimal(outcome.answered() ? "0.15" : "0"),
                null,
                null,
                null,
                null);
    }

    static TelephonyLines to(Network network) {
        GuardedTelephony guarded = Guarded.around(network);
        return (tenant, key) -> Uni.createFrom().item(guarded);
    }

    private static Clock at(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }
}
