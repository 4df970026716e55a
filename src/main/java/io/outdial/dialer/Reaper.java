package io.outdial.dialer;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Rows;
import io.outdial.platform.TenantDb;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.CallReference;
import io.outdial.telephony.Capabilities;
import io.outdial.telephony.GuardedTelephony;
import io.outdial.telephony.LookUp;
import io.outdial.telephony.TelephonyGateway;
import io.outdial.telephony.TelephonyLines;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jboss.logging.Logger;

/**
 * Looks after attempts whose replica went silent. Unsent ones go back to the queue; about the others the provider is asked,
 * and what nobody can tell within the reconcile horizon ends as unknown. Nothing is ever redialled on a guess. It also hangs
 * up the calls of campaigns that were stopped with them, again and again until they have ended, and has the price asked of calls
 * that were settled without one.
 */
@ApplicationScoped
class Reaper {

    private static final Logger LOG = Logger.getLogger(Reaper.class);
    private static final Duration HANG_UP_AGAIN = Duration.ofSeconds(2);
    private static final int MAX_TENANTS = 200;
    private static final int MAX_ATTEMPTS = 500;

    private final DueStore due;
    private final TenantDb db;
    private final LiveStore live;
    private final Settlement settlement;
    private final TelephonyLines lines;
    private final ReaperSettings settings;

    Reaper(
            DueStore due,
            TenantDb db,
            LiveStore live,
            Settlement settlement,
            TelephonyLines lines,
            ReaperSettings settings) {
        this.due = due;
        this.db = db;
        this.live = live;
        this.settlement = settlement;
        this.lines = lines;
        this.settings = settings;
    }

    /** Time, the dialer's times, the permits of this replica's own attempts that end here, and who asks what calls cost. */
    @Singleton
    static class ReaperSettings {
        private final DialerSettings dialer;
        private final Permits permits;
        private final Prices prices;
        private final Clock clock;

        ReaperSettings(DialerSettings dialer, Permits permits, Prices prices, Clock clock) {
            this.dialer = dialer;
            this.permits = permits;
            this.prices = prices;
            this.clock = clock;
        }
    }

    @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        if (!settings.dialer.enabled()) {
            return Uni.createFrom().voidItem();
        }
        return due.toReap(now(), MAX_TENANTS)
                .onItem()
                .transformToMulti(tenants -> Multi.createFrom().iterable(tenants))
                .onItem()
                .transformToUniAndConcatenate(tenant -> reap(tenant).onFailure().recoverWithItem(failure -> {
                    LOG.warnf(
                            failure, "The attempts of tenant %s could not be looked after; it is tried again", tenant);
                    return null;
                }))
                .collect()
                .asList()
                .replaceWithVoid()
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("Attempts cannot be looked after right now: %s", failure);
                    return null;
                });
    }

    /** Settles or extends every attempt of the tenant whose lease has ended. */
    Uni<Void> reap(TenantId tenant) {
        Instant now = now();
        Queue<CampaignId> held = new ConcurrentLinkedQueue<>();
        return db.inTenant(tenant, connection -> live.expired(tenant, connection, now, MAX_ATTEMPTS))
                .chain(rows -> {
                    List<UUID> unsent = ids(rows, "claimed");
                    Uni<?> released =
                            unsent.isEmpty() ? Uni.createFrom().item(0) : settlement.release(tenant, unsent, now);
                    unsent.forEach(settings.permits::release);
                    return released.chain(() -> Multi.createFrom()
                            .iterable(rows)
                            .filter(row -> !row.getString("state").equals("claimed"))
                            .onItem()
                            .transformToUni(row -> reconcile(tenant, row, held, now)
                                    .onFailure(failure -> !Outage.passes(failure))
                                    .recoverWithItem(failure -> {
                                        LOG.errorf(failure, "Attempt %s cannot be settled", row.getUUID("attempt_id"));
                                        return null;
                                    }))
                            .merge(8)
                            .collect()
                            .asList());
                })
                .chain(() -> hangUp(tenant))
                .chain(() -> settings.prices.ask(tenant, now))
                .chain(() -> db.inTenant(
                        tenant,
                        connection ->
                                // With the capacity row held no claim can add a lease between reading and writing.
                                live.lockCapacity(tenant, connection)
                                        .chain(() -> settlement.noteHeld(tenant, connection, held, now))
                                        .chain(() -> live.setNextReap(tenant, connection, now.plus(HANG_UP_AGAIN)))));
    }

    private Uni<Void> hangUp(TenantId tenant) {
        return db.inTenant(tenant, connection -> live.toHangUp(tenant, connection, MAX_ATTEMPTS))
                .chain(rows -> Multi.createFrom()
                        .iterable(rows)
                        .onItem()
                        .transformToUni(row -> lines.of(tenant, row.getString("connection"))
                                .chain(telephony -> telephony.gateway().hangUp(CallReferences.of(tenant, row)))
                                .onFailure()
                                .recoverWithItem((Void) null))
                        .merge(8)
                        .collect()
                        .asList()
                        .replaceWithVoid());
    }

    private Uni<Void> reconcile(TenantId tenant, Row row, Queue<CampaignId> held, Instant now) {
        AttemptId attempt = new AttemptId(row.getUUID("attempt_id"));
        return lines.of(tenant, row.getString("connection"))
                .map(GuardedTelephony::gateway)
                .chain(gateway -> find(gateway, CallReferences.of(tenant, row))
                        .chain(found -> act(tenant, attempt, row, found, gateway.capabilities(), held, now)));
    }

    /**
     * Where calls die with their replica, one that nobody knows any more is nobody's: what may be left of it in the network is
     * ended, and what that told is looked at.
     */
    private static Uni<LookUp> find(TelephonyGateway gateway, CallReference call) {
        Uni<LookUp> asked = gateway.lookUp(call).onFailure().recoverWithItem(new LookUp.Unsure());
        return gateway.capabilities().outlivesReplica()
                ? asked
                : asked.chain(found -> found instanceof LookUp.Unsure
                        ? gateway.hangUp(call)
                                .chain(() -> gateway.lookUp(call))
                                .onFailure()
                                .recoverWithItem(found)
                        : Uni.createFrom().item(found));
    }

    private Uni<Void> act(
            TenantId tenant,
            AttemptId attempt,
            Row row,
            LookUp found,
            Capabilities can,
            Queue<CampaignId> held,
            Instant now) {
        if (found instanceof LookUp.Over over) {
            return settle(tenant, over.end(), now);
        }
        if (found instanceof LookUp.Live alive) {
            return adopt(tenant, attempt, alive.providerCallId(), now);
        }
        if (found instanceof LookUp.Absent && provesAbsence(can, row, now)) {
            return settle(tenant, end(tenant, attempt, now, Outcome.CONGESTION, "never_reached_the_provider"), now);
        }
        Instant unknownSince = Rows.instant(row, "unknown_since");
        boolean late = unknownSince != null
                && unknownSince.plus(settings.dialer.reconcileHorizon()).isBefore(now);
        return late
                ? settle(tenant, end(tenant, attempt, now, Outcome.UNKNOWN, "not_reconciled"), now)
                : hold(tenant, attempt, held, now);
    }

    /** An authority may also have forgotten a call it took: only of one that it never answered for does absence prove anything. */
    private static boolean provesAbsence(Capabilities can, Row row, Instant now) {
        Instant sentAt = Rows.instant(row, "sending_at");
        return can.lookUpIsAuthoritative()
                && row.getString("provider_call_id") == null
                && !sentAt.plus(can.absenceCountsAfter()).isAfter(now);
    }

    private Uni<Void> settle(TenantId tenant, CallEvent.Ended end, Instant now) {
        return settlement
                .apply(tenant, List.of(), List.of(end), now, now)
                .invoke(() -> settings.permits.release(end.attempt().value()))
                .replaceWithVoid();
    }

    /** The provider has the call: it is one of ours again, and its news may reach anybody. */
    private Uni<Void> adopt(TenantId tenant, AttemptId attempt, String providerCallId, Instant now) {
        Instant until = now.plus(settings.dialer.askAfter());
        var found = new LiveStore.Progress(attempt.value(), providerCallId, now, null, null);
        return settlement.apply(tenant, List.of(found), List.of(), until, now).replaceWithVoid();
    }

    private Uni<Void> hold(TenantId tenant, AttemptId attempt, Queue<CampaignId> held, Instant now) {
        Instant until = now.plus(settings.dialer.lease());
        return db.inTenant(tenant, connection -> live.holdUnknown(tenant, connection, attempt.value(), until, now))
                .invoke(first -> first.ifPresent(held::add))
                .replaceWithVoid();
    }

    private static CallEvent.Ended end(
            TenantId tenant, AttemptId attempt, Instant now, Outcome outcome, String reason) {
        return new CallEvent.Ended(
                tenant, attempt, now, outcome, Disposition.NONE, reason, 0, BigDecimal.ZERO, null, null, null, null);
    }

    private static List<UUID> ids(List<Row> rows, String state) {
        return rows.stream()
                .filter(row -> row.getString("state").equals(state))
                .map(row -> row.getUUID("attempt_id"))
                .toList();
    }

    /** As precise as the database keeps it. */
    private Instant now() {
        return Instant.now(settings.clock).truncatedTo(ChronoUnit.MICROS);
    }
}
