package io.outdial.dialer;

import io.outdial.kernel.TenantId;
import io.outdial.platform.AcrossTenants;
import io.outdial.platform.NamedSql;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Which tenants need the dialer now: the one table that is read across tenants. */
@ApplicationScoped
@AcrossTenants("the sweep over tenant_due, which holds no personal data")
class DueStore {

    /**
     * How long a turn is one replica's alone. A longer one goes on, but others may begin theirs beside it: so a replica that
     * joins gets a share of the largest tenant, and a tenant whose replica died gets its next turn.
     */
    private static final Duration TURN_LEASE = Duration.ofSeconds(1);

    private static final String END_TURN = NamedSql.load("dialer", "end-turn");

    private final Pool pool;

    DueStore(TenantDb db) {
        this.pool = db.pool();
    }

    Uni<List<TenantId>> due(Instant now, int limit) {
        return pool.preparedQuery("select tenant_id from tenant_due where next_due <= $1 order by next_due limit $2")
                .execute(Tuple.of(utc(now), limit))
                .map(DueStore::tenants);
    }

    Uni<List<TenantId>> toReap(Instant now, int limit) {
        return pool.preparedQuery("select tenant_id from tenant_due where next_reap <= $1 order by next_reap limit $2")
                .execute(Tuple.of(utc(now), limit))
                .map(DueStore::tenants);
    }

    /** Takes the tenant's turn; answers its mark, or null when another replica took it. */
    Uni<Instant> beginTurn(TenantId tenant, Instant now) {
        Instant mark = now.plus(TURN_LEASE).truncatedTo(ChronoUnit.MICROS);
        return pool.preparedQuery("update tenant_due set next_due = $2 where tenant_id = $1 and next_due <= $3")
                .execute(Tuple.of(tenant.value(), utc(mark), utc(now)))
                .map(rows -> rows.rowCount() == 1 ? mark : null);
    }

    /** Says when the next turn is due; a wish that came in meanwhile stays. */
    Uni<Void> endTurn(TenantId tenant, Instant mark, Instant next) {
        return pool.preparedQuery(END_TURN)
                .execute(Tuple.of(tenant.value(), utc(mark), utc(next)))
                .replaceWithVoid();
    }

    static OffsetDateTime utc(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static List<TenantId> tenants(RowSet<Row> rows) {
        List<TenantId> tenants = new ArrayList<>(rows.size());
        rows.forEach(row -> tenants.add(new TenantId(row.getUUID("tenant_id"))));
        return tenants;
    }
}
