package io.outdial.webhook;

import static io.outdial.platform.Rows.instant;
import static io.outdial.platform.Rows.time;

import io.outdial.kernel.TenantId;
import io.outdial.platform.AcrossTenants;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Which tenants' webhooks need a turn. A tenant is looked at when it was woken, and then after pauses that grow with the time
 * since then, up to a minute: so a transaction that commits after its wake is seen after about as long as it took, and a wake
 * that was lost with its process costs a minute and no event.
 */
@ApplicationScoped
@AcrossTenants("the sweep over webhook_due, which holds no personal data")
class DueStore {

    /** How long a turn is one replica's alone; a tenant whose replica died gets its next turn after it. */
    private static final Duration TURN_LEASE = Duration.ofSeconds(5);

    static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Pool pool;

    DueStore(TenantDb db) {
        this.pool = db.pool();
    }

    /**
     * A turn that this replica has.
     *
     * @param mark what says that nobody wished for another since
     */
    record Turn(TenantId tenant, Instant mark, Instant wokenAt, Instant nextSweep) {

        /** When to look again if nothing is known to be due. */
        Instant idleUntil(Instant now) {
            Duration since = Duration.between(wokenAt, now);
            Duration pause = since.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : since;
            return now.plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
        }
    }

    Uni<Void> wake(Collection<TenantId> tenants, Instant now) {
        return tenants.isEmpty()
                ? Uni.createFrom().voidItem()
                : pool.preparedQuery("update webhook_due set next_at = $2, woken_at = $2"
                                + " where tenant_id = any($1) and next_at > $2")
                        .execute(Tuple.of(
                                tenants.stream().map(TenantId::value).sorted().toArray(UUID[]::new), time(now)))
                        .replaceWithVoid();
    }

    /** Takes the turns that are due and that no other replica takes at this moment. */
    Uni<List<Turn>> begin(Instant now, int limit) {
        Instant mark = now.plus(TURN_LEASE).truncatedTo(ChronoUnit.MICROS);
        return pool.preparedQuery("with due as materialized"
                        + " (select x.tenant_id from webhook_due x where x.next_at <= $1 order by x.next_at limit $3"
                        + " for update skip locked) update webhook_due d set next_at = $2 from due"
                        + " where d.tenant_id = due.tenant_id returning d.tenant_id, d.woken_at, d.next_sweep")
                .execute(Tuple.of(time(now), time(mark), limit))
                .map(rows -> turns(rows, mark));
    }

    /** Says when the next turn is due; a wish that came in meanwhile stays. */
    Uni<Void> end(Turn turn, Instant next, Instant nextSweep) {
        return pool.preparedQuery("update webhook_due set next_at = case when next_at = $2 then $3 else next_at end,"
                        + " next_sweep = $4 where tenant_id = $1")
                .execute(Tuple.of(turn.tenant().value(), time(turn.mark()), time(next), time(nextSweep)))
                .replaceWithVoid();
    }

    private static List<Turn> turns(RowSet<Row> rows, Instant mark) {
        List<Turn> turns = new ArrayList<>(rows.size());
        rows.forEach(row -> turns.add(new Turn(
                new TenantId(row.getUUID("tenant_id")), mark, instant(row, "woken_at"), instant(row, "next_sweep"))));
        return turns;
    }
}
