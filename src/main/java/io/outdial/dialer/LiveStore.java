package io.outdial.dialer;

import static io.outdial.dialer.DueStore.utc;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.outdial.platform.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Live attempts, from their claim to their end. */
@ApplicationScoped
class LiveStore {

    private static final String START_SENDING = NamedSql.loadKept("dialer", "start-sending");
    private static final String RECORD_PROGRESS = NamedSql.load("dialer", "record-progress");
    private static final String LOCK_CAPACITY = NamedSql.load("dialer", "lock-capacity-wait");
    private static final String END_LIVE = NamedSql.load("dialer", "end-live");
    private static final String GIVE_BACK = NamedSql.load("dialer", "give-back");
    private static final String EXPIRED = NamedSql.load("dialer", "take-expired");
    private static final String HOLD_UNKNOWN = NamedSql.load("dialer", "hold-unknown");
    private static final String GIVE_BACK_DAYS = NamedSql.load("dialer", "give-back-days");
    private static final String ASK_TO_HANG_UP = NamedSql.load("dialer", "ask-to-hang-up");
    private static final String ANSWERED = NamedSql.load("dialer", "answered");
    private static final String TO_HANG_UP = NamedSql.load("dialer", "to-hang-up");
    private static final String HAND_OVER = NamedSql.load("dialer", "hand-over");
    private static final String SET_NEXT_REAP = NamedSql.load("dialer", "set-next-reap");

    /**
     * Commits that requests are about to leave; answers the attempts that may, and until when the decision to call holds.
     *
     * @param lists do-not-call lists that hold for each campaign beside its tenant's, by campaign
     */
    Uni<Map<UUID, Instant>> startSending(
            TenantId tenant,
            SqlConnection connection,
            Collection<UUID> attempts,
            Map<UUID, Set<String>> lists,
            String owner,
            Instant now,
            Instant leaseUntil) {
        List<UUID> holding = new ArrayList<>();
        List<String> held = new ArrayList<>();
        lists.forEach((campaign, names) -> names.forEach(name -> {
            holding.add(campaign);
            held.add(name);
        }));
        Tuple values = Tuple.tuple()
                .addValue(tenant.value())
                .addValue(attempts.toArray(UUID[]::new))
                .addValue(lists.keySet().toArray(UUID[]::new))
                .addValue(owner)
                .addValue(utc(now))
                .addValue(utc(leaseUntil))
                .addValue(holding.toArray(UUID[]::new))
                .addValue(held.toArray(String[]::new));
        return connection.preparedQuery(START_SENDING).execute(values).map(rows -> {
            Map<UUID, Instant> sendable = new HashMap<>();
            rows.forEach(row -> sendable.put(row.getUUID("attempt_id"), Rows.instant(row, "valid_until")));
            return sendable;
        });
    }

    /** A live attempt with what is known of its customer; empty when it is over or was put back. */
    Uni<Optional<Row>> answered(TenantId tenant, SqlConnection connection, AttemptId attempt) {
        return connection
                .preparedQuery(ANSWERED)
                .execute(Tuple.of(tenant.value(), attempt.value()))
                .map(rows -> list(rows).stream().findFirst());
    }

    /** News of a live call; null where there is none. */
    record Progress(UUID attempt, String providerCallId, Instant placed, Instant ringing, Instant answered) {}

    /** @return the attempts of {@code news} that are not live */
    Uni<Set<UUID>> recordProgress(TenantId tenant, SqlConnection connection, List<Progress> news, Instant leaseUntil) {
        Tuple values = Tuple.tuple()
                .addValue(tenant.value())
                .addValue(Targets.uuids(news, Progress::attempt))
                .addValue(Targets.texts(news, Progress::providerCallId))
                .addValue(Targets.times(news, Progress::placed))
                .addValue(Targets.times(news, Progress::ringing))
                .addValue(Targets.times(news, Progress::answered))
                .addValue(utc(leaseUntil));
        return connection.preparedQuery(RECORD_PROGRESS).execute(values).map(rows -> {
            Set<UUID> notLive = new HashSet<>();
            news.forEach(each -> notLive.add(each.attempt()));
            rows.forEach(row -> notLive.remove(row.getUUID("attempt_id")));
            return notLive;
        });
    }

    /**
     * Waits for the tenant's capacity row and holds it until the transaction ends.
     *
     * @return whether a webhook wants to hear of calls that end
     */
    Uni<Boolean> lockCapacity(TenantId tenant, SqlConnection connection) {
        return connection
                .preparedQuery(LOCK_CAPACITY)
                .execute(Tuple.of(tenant.value()))
                .map(rows -> rows.size() > 0 && rows.iterator().next().getBoolean("call_events"));
    }

    /** Takes attempts out of the live ones; only what comes back was still there. */
    Uni<List<Row>> end(TenantId tenant, SqlConnection connection, Collection<UUID> attempts, String... states) {
        return connection
                .preparedQuery(END_LIVE)
                .execute(Tuple.of(tenant.value(), attempts.toArray(UUID[]::new), states))
                .map(LiveStore::list);
    }

    Uni<Void> giveBack(TenantId tenant, SqlConnection connection, int calls, Instant now) {
        return connection
                .preparedQuery(GIVE_BACK)
                .execute(Tuple.of(tenant.value(), calls, utc(now)))
                .replaceWithVoid();
    }

    /** Attempts that were never sent leave the counts of the day they were claimed on. */
    Uni<Void> giveBackDays(TenantId tenant, SqlConnection connection, List<Row> unsent) {
        Tuple values = Tuple.of(
                tenant.value(),
                Targets.uuids(unsent, row -> row.getUUID("campaign_id")),
                unsent.stream().map(row -> row.getOffsetDateTime("claimed_at")).toArray(OffsetDateTime[]::new));
        return connection.preparedQuery(GIVE_BACK_DAYS).execute(values).replaceWithVoid();
    }

    /** Marks the campaign's calls to be ended and wakes who does it. */
    Uni<Void> askToHangUp(TenantId tenant, SqlConnection connection, CampaignId campaign, Instant now) {
        return connection
                .preparedQuery(ASK_TO_HANG_UP)
                .execute(Tuple.of(tenant.value(), campaign.value(), utc(now)))
                .replaceWithVoid();
    }

    Uni<List<Row>> toHangUp(TenantId tenant, SqlConnection connection, int limit) {
        return connection
                .preparedQuery(TO_HANG_UP)
                .execute(Tuple.of(tenant.value(), limit))
                .map(LiveStore::list);
    }

    /**
     * Takes the tenant's leases to look after.
     *
     * @param until when somebody else looks if this is not done
     * @return false when another replica has taken them, or nothing is due any more
     */
    Uni<Boolean> beginReap(TenantId tenant, SqlConnection connection, Instant now, Instant until) {
        return connection
                .preparedQuery("update tenant_due set next_reap = $2 where tenant_id = $1 and next_reap <= $3")
                .execute(Tuple.of(tenant.value(), utc(until), utc(now)))
                .map(rows -> rows.rowCount() == 1);
    }

    /**
     * Takes attempts whose lease has ended.
     *
     * @param until when those that were sent are anybody's again, unless something is found out
     */
    Uni<List<Row>> takeExpired(TenantId tenant, SqlConnection connection, Instant now, Instant until, int limit) {
        return connection
                .preparedQuery(EXPIRED)
                .execute(Tuple.of(tenant.value(), utc(now), utc(until), limit))
                .map(LiveStore::list);
    }

    /** Attempts that were taken until then, and that there was no time to look at, come first at the next look. */
    Uni<Void> notLookedAt(
            TenantId tenant, SqlConnection connection, Collection<UUID> attempts, Instant taken, Instant now) {
        return connection
                .preparedQuery("update live_attempt a set lease_until = $4"
                        + " where a.tenant_id = $1 and a.attempt_id = any($2) and a.lease_until = $3")
                .execute(Tuple.of(tenant.value(), attempts.toArray(UUID[]::new), utc(taken), utc(now)))
                .replaceWithVoid();
    }

    /** An answer did not come, so attempts of which there is no news either are held for somebody to ask about. */
    Uni<Void> holdUnanswered(TenantId tenant, SqlConnection connection, UUID attempt, Instant until) {
        return hold(tenant, connection, attempt, until, null, "sending").replaceWithVoid();
    }

    /**
     * The provider was asked and could not tell: the attempt is held on.
     *
     * @return the campaign, if the provider was asked in vain for the first time
     */
    Uni<Optional<CampaignId>> holdUnknown(
            TenantId tenant, SqlConnection connection, UUID attempt, Instant until, Instant asked) {
        return hold(tenant, connection, attempt, until, asked, "sending", "placed", "unknown")
                .map(rows -> rows.stream()
                        .filter(row -> asked.equals(Rows.instant(row, "unknown_since")))
                        .map(row -> new CampaignId(row.getUUID("campaign_id")))
                        .findFirst());
    }

    private static Uni<List<Row>> hold(
            TenantId tenant, SqlConnection connection, UUID attempt, Instant until, Instant asked, String... states) {
        return connection
                .preparedQuery(HOLD_UNKNOWN)
                .execute(Tuple.of(tenant.value(), new UUID[] {attempt}, utc(until), states, utc(asked)))
                .map(LiveStore::list);
    }

    /** The attempts among these that ended without anybody knowing of their call, with what is known of them. */
    Uni<List<Row>> givenUp(TenantId tenant, SqlConnection connection, Collection<UUID> attempts) {
        return connection
                .preparedQuery(
                        "select a.attempt_id, a.provider_call_id, a.phone, a.sending_at, a.connection from attempt a"
                                + " where a.tenant_id = $1 and a.attempt_id = any($2) and a.outcome in ('unknown', 'congestion')")
                .execute(Tuple.of(tenant.value(), attempts.toArray(UUID[]::new)))
                .map(LiveStore::list);
    }

    /** The attempts among these that are settled. */
    Uni<Set<UUID>> settled(TenantId tenant, SqlConnection connection, Collection<UUID> attempts) {
        return connection
                .preparedQuery("select a.attempt_id from attempt a where a.tenant_id = $1 and a.attempt_id = any($2)")
                .execute(Tuple.of(tenant.value(), attempts.toArray(UUID[]::new)))
                .map(rows -> {
                    Set<UUID> settled = new HashSet<>();
                    rows.forEach(row -> settled.add(row.getUUID("attempt_id")));
                    return settled;
                });
    }

    /** Ends the leases of a replica that goes away, except where a request may be on its way. */
    Uni<Void> handOver(
            TenantId tenant, SqlConnection connection, Collection<UUID> attempts, String owner, Instant now) {
        return connection
                .preparedQuery(HAND_OVER)
                .execute(Tuple.of(tenant.value(), attempts.toArray(UUID[]::new), owner, utc(now)))
                .replaceWithVoid();
    }

    Uni<Void> setNextReap(TenantId tenant, SqlConnection connection, Instant hangUpAgain) {
        return connection
                .preparedQuery(SET_NEXT_REAP)
                .execute(Tuple.of(tenant.value(), utc(hangUpAgain)))
                .replaceWithVoid();
    }

    private static List<Row> list(Iterable<Row> rows) {
        List<Row> list = new ArrayList<>();
        rows.forEach(list::add);
        return list;
    }
}
