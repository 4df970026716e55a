package io.outdial.dialer;

import io.outdial.dialer.SettleStore.Finished;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Calls whose price is still to be asked for: one minute after their end, then after 4, 16, 64, … minutes. */
@ApplicationScoped
class PriceStore {

    /** The last time is about a day after the end. */
    static final int MAX_TIMES = 6;

    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final double FACTOR = 4;

    private static final String INSERT = NamedSql.load("dialer", "insert-prices-due");
    private static final String TAKE = NamedSql.load("dialer", "take-prices-due");
    private static final String CORRECT = NamedSql.load("dialer", "correct-costs");

    private static final String LOOK_BY = NamedSql.load("dialer", "look-by");

    /** Keeps those of the finished whose price follows, and has somebody look when it is to be asked for. */
    Uni<Void> await(TenantId tenant, SqlConnection c, List<Finished> finished, Instant now) {
        List<Finished> open = finished.stream()
                .filter(each -> each.end().priceFollows() && each.providerCallId() != null)
                .toList();
        if (open.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple values = Tuple.of(
                tenant.value(),
                Targets.uuids(open, each -> each.live().getUUID("attempt_id")),
                Targets.texts(open, each -> each.live().getString("connection")),
                Targets.texts(open, Finished::providerCallId),
                Targets.times(open, each -> now.plus(FIRST)));
        return c.preparedQuery(INSERT)
                .execute(values)
                .chain(() -> c.preparedQuery(LOOK_BY).execute(Tuple.of(tenant.value(), DueStore.utc(now.plus(FIRST)))))
                .replaceWithVoid();
    }

    /** Calls that are due, each for as long as its provider may take to answer. */
    Uni<List<Row>> take(TenantId tenant, SqlConnection c, Instant now, int limit) {
        double next = FIRST.multipliedBy((long) FACTOR).toSeconds();
        return c.preparedQuery(TAKE)
                .execute(Tuple.of(tenant.value(), DueStore.utc(now), limit, next, FACTOR))
                .map(rows -> {
                    List<Row> list = new ArrayList<>();
                    rows.forEach(list::add);
                    return list;
                });
    }

    /** @return by how much more campaigns spent, and the most that one call cost, to be written in the same transaction */
    Uni<Deltas> correct(TenantId tenant, SqlConnection c, UUID[] attempts, BigDecimal[] prices) {
        Tuple values = Tuple.tuple().addValue(tenant.value()).addValue(attempts).addValue(prices);
        return c.preparedQuery(CORRECT).execute(values).map(rows -> {
            Deltas deltas = new Deltas();
            rows.forEach(row -> {
                UUID campaign = row.getUUID("campaign_id");
                deltas.spend(campaign, row.getBigDecimal("more"));
                deltas.cost(campaign, row.getBigDecimal("highest"));
            });
            return deltas;
        });
    }

    Uni<Void> forget(TenantId tenant, SqlConnection c, Collection<UUID> attempts) {
        return c.preparedQuery("delete from price_due where tenant_id = $1 and attempt_id = any($2)")
                .execute(Tuple.of(tenant.value(), attempts.toArray(UUID[]::new)))
                .replaceWithVoid();
    }
}
