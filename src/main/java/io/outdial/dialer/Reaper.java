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
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jboss.logging.Logger;

/**
 * Looks after attempts whose replica went silent. Unsent ones go back to the queue; about the others the provider is asked,
 * and what nobody can tell within the reconcile horizon ends as unknown. Nothing is ever redialled on a guess. It also hangs
 * up the calls of campaigns that were stopped with them, again and again until they have ended, and has the price asked of calls
 * that were settled without one. A tenant is looked after by one replica at a time, and not for longer than {@link Bounds} say.
 */
@ApplicationScoped
class Reaper {

    private static final Logger LOG = Logger.getLogger(Reaper.class);
    private static final Duration HANG_UP_AGAIN = Duration.ofSeconds(2);
    private static final int MAX_ATTEMPTS = 500;

    private final TenantDb db;
    private final LiveStore live;
    private final Settlement settlement;
    private final TelephonyLines lines;
    private final ReaperSettings settings;

    Reaper(TenantDb db, LiveStore live, Settlement settlement, TelephonyLines lines, ReaperSettings settings) {
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
        private final Bounds bounds;

        @Inject
        ReaperSettings(DialerSettings dialer, Permits permits, Prices prices, Clock clock) {
            this(dialer, permits, prices, clock, Bounds.USUAL);
        }

        ReaperSettings(DialerSettings dialer, Permits permits, Prices prices, Clock clock, Bounds bounds) {
            this.dialer = dialer;
            this.permits = permits;
            this.prices = prices;
            this.clock = clock;
            this.bounds = bounds;
        }
    }

    /**
     * What a provider that does not answer can take of the time of others.
     *
     * @param look how long one question or wish may take
     * @param looks within which a tenant's calls begin to be hung up, and then its attempts to be looked at
     * @param prices the same of questions for prices
     */
    record Bounds(Duration look, Duration looks, Duration prices) {
        static final Bounds USUAL = new Bounds(Duration.ofSeconds(12), Duration.ofSeconds(8), Duration.ofSeconds(4));

        private boolean over(long began) {
            return System.nanoTime() - began > looks.toNanos();
        }
    }

    /**
     * Settles or extends every attempt of the tenant whose lease has ended, as far as there is time; does nothing when another
     * replica is at it or nothing is due.
     */
    Uni<Void> reap(TenantId tenant) {
        Instant now = now();
        Instant until = now.plus(settings.dialer.lease());
        return db.inTenant(tenant, c -> live.beginReap(tenant, c, now, until)
                        .chain(mine -> mine
                                ? live.takeExpired(tenant, c, now, until, MAX_ATTEMPTS)
                                : Uni.createFrom().<List<Row>>nullItem()))
                .chain(rows -> rows == null ? Uni.createFrom().voidItem() : reap(tenant, rows, new Look(now, until)));
    }

    /**
     * One look at a tenant's attempts.
     *
     * @param until how long the attempts are taken
     * @param held campaigns of attempts whose provider was asked in vain for the first time
     * @param skipped attempts that there was no time for
     */
    private record Look(Instant now, Instant until, Queue<CampaignId> held, Queue<UUID> skipped) {

        Look(Instant now, Instant until) {
            this(now, until, new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>());
        }
    }

    /** What people asked to end comes before what takes a provider's time to answer. */
    private Uni<Void> reap(TenantId tenant, List<Row> rows, Look look) {
        return release(tenant, rows, look.now)
                .chain(() -> hangUp(tenant))
                .chain(() -> lookAt(tenant, rows, look))
                .chain(() -> settings.prices.ask(tenant, look.now, settings.bounds.prices()))
                .chain(() -> db.inTenant(
                        tenant,
                        connection ->
                                // With the capacity row held no claim can add a lease between reading and writing.
                                live.lockCapacity(tenant, connection)
                                        .chain(() -> settlement.noteHeld(tenant, connection, look.held, look.now))
                                        .chain(() ->
                                                live.setNextReap(tenant, connection, look.now.plus(HANG_UP_AGAIN)))));
    }

    private Uni<Void> release(TenantId tenant, List<Row> rows, Instant now) {
        List<UUID> unsent = rows.stream()
                .filter(row -> row.getString("state").equals("claimed"))
                .map(row -> row.getUUID("attempt_id"))
                .toList();
        unsent.forEach(settings.permits::release);
        return unsent.isEmpty()
                ? Uni.createFrom().voidItem()
                : settlement.release(tenant, unsent, now).replaceWithVoid();
    }

    private Uni<Void> lookAt(TenantId tenant, List<Row> rows, Look look) {
        long began = System.nanoTime();
        return Multi.createFrom()
                .iterable(rows)
                .filter(row -> !row.getString("state").equals("claimed"))
                .onItem()
                .transformToUni(row -> settings.bounds.over(began)
                        ? skip(row, look)
                        : reconcile(tenant, row, look)
                                .onFailure(failure -> !Outage.passes(failure))
                                .recoverWithItem(failure -> {
                                    LOG.errorf(failure, "Attempt %s cannot be settled", row.getUUID("attempt_id"));
                                    return null;
                                }))
                .merge(8)
                .collect()
                .asList()
                .chain(() -> look.skipped.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : db.inTenant(tenant, c -> live.notLookedAt(tenant, c, look.skipped, look.until, now())));
    }

    private static Uni<Void> skip(Row row, Look look) {
        look.skipped.add(row.getUUID("attempt_id"));
        return Uni.createFrom().voidItem();
    }

    /** In another order each time, so that calls whose provider is silent do not keep the same others from their turn. */
    private Uni<Void> hangUp(TenantId tenant) {
        long began = System.nanoTime();
        return db.inTenant(tenant, connection -> live.toHangUp(tenant, connection, MAX_ATTEMPTS))
                .invoke(Collections::shuffle)
                .chain(rows -> Multi.createFrom()
                        .iterable(rows)
                        .select()
                        .where(row -> !settings.bounds.over(began))
                        .onItem()
                        .transformToUni(row -> lines.of(tenant, row.getString("connection"))
                                .chain(telephony -> telephony.gateway().hangUp(CallReferences.of(tenant, row)))
                                .ifNoItem()
                                .after(settings.bounds.look())
                                .recoverWithItem((Void) null)
                                .onFailure()
                                .recoverWithItem((Void) null))
                        .merge(8)
                        .collect()
                        .asList()
                        .replaceWithVoid());
    }

    private Uni<Void> reconcile(TenantId tenant, Row row, Look look) {
        AttemptId attempt = new AttemptId(row.getUUID("attempt_id"));
        return lines.of(tenant, row.getString("connection"))
                .map(GuardedTelephony::gateway)
                .chain(gateway -> find(
                                gateway, CallReferences.of(tenant, row), Rows.instant(row, "unknown_since") != null)
                        .ifNoItem()
                        .after(settings.bounds.look())
                        .recoverWithItem(new LookUp.Unsure())
                        .chain(found -> act(tenant, attempt, row, found, gateway.capabilities(), look)));
    }

    /**
     * Where calls die with their replica, one that nobody knows any more is nobody's: what may be left of it in the network is
     * ended, and what that told is looked at. Not at the first look: its replica may be alive and only have been kept from
     * saying so, by a database that was away for all, and says so before the second ({@link Leases}).
     */
    private static Uni<LookUp> find(TelephonyGateway gateway, CallReference call, boolean again) {
        Uni<LookUp> asked = gateway.lookUp(call).onFailure().recoverWithItem(new LookUp.Unsure());
        return gateway.capabilities().outlivesReplica() || !again
                ? asked
                : asked.chain(found -> found instanceof LookUp.Unsure
                        ? gateway.hangUp(call)
                                .chain(() -> gateway.lookUp(call))
                                .onFailure()
                                .recoverWithItem(found)
                        : Uni.createFrom().item(found));
    }

    private Uni<Void> act(TenantId tenant, AttemptId attempt, Row row, LookUp found, Capabilities can, Look look) {
        Instant now = look.now;
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
                : hold(tenant, attempt, look);
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

    private Uni<Void> hold(TenantId tenant, AttemptId attempt, Look look) {
        Instant until = look.now.plus(settings.dialer.lease());
        return db.inTenant(tenant, c -> live.holdUnknown(tenant, c, attempt.value(), until, look.now))
                .invoke(first -> first.ifPresent(look.held::add))
                .replaceWithVoid();
    }

    private static CallEvent.Ended end(
            TenantId tenant, AttemptId attempt, Instant now, Outcome outcome, String reason) {
        return new CallEvent.Ended(
                tenant, attempt, now, outcome, Disposition.NONE, reason, 0, BigDecimal.ZERO, null, null, null, null);
    }

    /** As precise as the database keeps it. */
    private Instant now() {
        return Instant.now(settings.clock).truncatedTo(ChronoUnit.MICROS);
    }
}
