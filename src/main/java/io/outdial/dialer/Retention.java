package io.outdial.dialer;

import static io.outdial.dialer.DueStore.utc;

import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.AcrossTenants;
import io.outdial.platform.NamedSql;
import io.outdial.platform.OldRows;
import io.outdial.platform.SchemaVersion;
import io.outdial.platform.TenantDb;
import io.quarkus.arc.All;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Forgets what a campaign says is kept for some days only: recordings, the provider's words and id, ratings, and the number.
 * Outcomes, dispositions, times and costs stay, because reports and invoices are made of them. Each tenant is looked at
 * once an hour, a bounded number of calls at a time; then what all rooms keep for some time only ({@link OldRows}).
 */
@ApplicationScoped
class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final String PURGE = NamedSql.load("dialer", "purge-calls");
    private static final String PURGE_NUMBERS = NamedSql.load("dialer", "purge-numbers");
    private static final int MAX_TENANTS = 50;
    private static final int MAX_CALLS = 1000;
    private static final int MAX_ROUNDS = 100;
    private static final Duration EVERY = Duration.ofHours(1);

    /** A call is found by the time of its beginning; none lasts longer than this. */
    private static final Duration LONGEST_CALL = Duration.ofHours(1);

    /** Rules count the calls to a number over thirty days: so long it must be known. */
    private static final Duration NUMBERS_COUNT = Duration.ofDays(31);

    private static final String CAMPAIGNS = """
            select c.campaign_id, c.purged_to, c.numbers_purged_to,
                   (c.spec #>> '{compliance,privacy,retentionDays}')::int as days
            from campaign c
            where c.tenant_id = $1 and c.spec #> '{compliance,privacy,retentionDays}' is not null
            order by c.campaign_id
            """;

    private final TenantDb db;
    private final CallTraces traces;
    private final List<OldRows> oldRows;
    private final DialerSettings settings;
    private final Clock clock;

    Retention(TenantDb db, CallTraces traces, @All List<OldRows> oldRows, DialerSettings settings, Clock clock) {
        this.db = db;
        this.traces = traces;
        this.oldRows = oldRows;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(
            every = "1m",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = SchemaVersion.IsBehind.class)
    @AcrossTenants("the sweep over tenant_due, which holds no personal data")
    Uni<Void> sweep() {
        if (!settings.enabled()) {
            return Uni.createFrom().voidItem();
        }
        Instant now = Instant.now(clock);
        return db.pool()
                .preparedQuery("with due as materialized"
                        + " (select x.tenant_id from tenant_due x where x.next_purge <= $1 order by x.next_purge limit $3"
                        + " for update skip locked) update tenant_due d set next_purge = $2 from due"
                        + " where d.tenant_id = due.tenant_id returning d.tenant_id")
                .execute(Tuple.of(utc(now), utc(now.plus(EVERY)), MAX_TENANTS))
                .onItem()
                .transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .map(row -> new TenantId(row.getUUID("tenant_id")))
                .onItem()
                .transformToUniAndConcatenate(
                        tenant -> quietly(tenant, purge(tenant, now)).chain(() -> quietly(tenant, clear(tenant, now))))
                .collect()
                .asList()
                .chain(() -> quietly(TenantId.PLATFORM, clear(TenantId.PLATFORM, now)))
                .replaceWithVoid();
    }

    private static Uni<Integer> quietly(TenantId tenant, Uni<Integer> purge) {
        return purge.onFailure().recoverWithItem(failure -> {
            LOG.warnf("What is old of tenant %s could not be purged: %s", tenant, failure);
            return 0;
        });
    }

    /** Deletes what other rooms keep for some time only; answers how much. */
    Uni<Integer> clear(TenantId tenant, Instant now) {
        return Multi.createFrom()
                .iterable(oldRows)
                .onItem()
                .transformToUniAndConcatenate(each -> clear(tenant, each, now, MAX_ROUNDS))
                .collect()
                .with(Collectors.summingInt(Integer::intValue));
    }

    private Uni<Integer> clear(TenantId tenant, OldRows old, Instant now, int rounds) {
        return db.inTenant(tenant, c -> old.forget(c, tenant, now))
                .chain(gone -> gone < OldRows.AT_ONCE || rounds == 1
                        ? Uni.createFrom().item(gone)
                        : clear(tenant, old, now, rounds - 1).map(more -> gone + more));
    }

    /** @param more whether there may be more of what was taken, which a batch had no room for */
    private record Purged(int calls, boolean more) {

        static final Purged NOTHING = new Purged(0, false);

        Purged and(Purged other) {
            return new Purged(calls + other.calls, more || other.more);
        }
    }

    /** Purges calls that are too old to keep, batch by batch; answers how many. */
    Uni<Integer> purge(TenantId tenant, Instant now) {
        return purge(tenant, now, MAX_ROUNDS);
    }

    private Uni<Integer> purge(TenantId tenant, Instant now, int rounds) {
        return round(tenant, now)
                .chain(round -> round.more() && rounds > 1
                        ? purge(tenant, now, rounds - 1).map(later -> round.calls() + later)
                        : Uni.createFrom().item(round.calls()));
    }

    /** At most a batch of each campaign's calls. */
    private Uni<Purged> round(TenantId tenant, Instant now) {
        return db.inTenant(tenant, c -> traces.forgetLateEnds(c, tenant)
                        .chain(() -> c.preparedQuery(CAMPAIGNS).execute(Tuple.of(tenant.value()))))
                .map(rows -> {
                    List<Row> campaigns = new ArrayList<>();
                    rows.forEach(campaigns::add);
                    return campaigns;
                })
                .onItem()
                .transformToMulti(campaigns -> Multi.createFrom().iterable(campaigns))
                .onItem()
                .transformToUniAndConcatenate(campaign -> db.inTenant(tenant, c -> purge(tenant, c, campaign, now)))
                .collect()
                .with(Collectors.reducing(Purged.NOTHING, Purged::and));
    }

    private static Uni<Purged> purge(TenantId tenant, SqlConnection connection, Row campaign, Instant now) {
        Instant kept = now.minus(LONGEST_CALL).minus(Duration.ofDays(campaign.getInteger("days")));
        Instant numbers = now.minus(NUMBERS_COUNT).isBefore(kept) ? now.minus(NUMBERS_COUNT) : kept;
        UUID id = campaign.getUUID("campaign_id");
        return purge(PURGE, tenant, connection, id, campaign.getUUID("purged_to"), kept)
                .chain(purged -> purge(
                                PURGE_NUMBERS, tenant, connection, id, campaign.getUUID("numbers_purged_to"), numbers)
                        .map(forgotten -> new Purged(purged, Math.max(purged, forgotten) == MAX_CALLS)));
    }

    private static Uni<Integer> purge(
            String sql, TenantId tenant, SqlConnection connection, UUID campaign, UUID after, Instant kept) {
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(tenant.value(), campaign, after, Uuid7.leastAt(kept), MAX_CALLS))
                .map(rows -> rows.size() == 0 ? 0 : rows.iterator().next().getInteger("purged"));
    }
}
