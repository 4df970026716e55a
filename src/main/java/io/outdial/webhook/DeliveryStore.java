package io.outdial.webhook;

import static io.outdial.platform.Rows.instant;
import static io.outdial.platform.Rows.time;

import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.outdial.webhook.decide.DeliveryRules;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Deliveries on their way: made, claimed, and what became of their attempts. */
@ApplicationScoped
class DeliveryStore {

    private static final String INSERT = NamedSql.load("webhook", "insert-deliveries");
    private static final String CLAIM = NamedSql.load("webhook", "claim-deliveries");
    private static final String NEXT = NamedSql.load("webhook", "next-delivery");
    private static final String RECORD = NamedSql.load("webhook", "record-results");
    private static final String INSERT_ATTEMPTS = NamedSql.load("webhook", "insert-attempts");

    Uni<Void> insert(SqlConnection c, TenantId tenant, List<Delivery.Draft> made, Instant now) {
        Tuple values = Tuple.tuple()
                .addValue(tenant.value())
                .addValue(uuids(made, Delivery.Draft::id))
                .addValue(uuids(made, Delivery.Draft::webhook))
                .addValue(uuids(made, Delivery.Draft::message))
                .addValue(texts(made, each -> each.type().code()))
                .addValue(texts(made, Delivery.Draft::body))
                .addValue(time(now))
                .addValue(time(now.plus(DeliveryRules.GIVE_UP_AFTER)));
        return c.preparedQuery(INSERT).execute(values).replaceWithVoid();
    }

    /**
     * Takes deliveries that are due, past those that somebody else takes at this moment.
     *
     * @param rooms how many of each webhook at most
     * @param leaseUntil until then nobody else takes them
     */
    Uni<List<Delivery.Claimed>> claim(
            SqlConnection c, TenantId tenant, Map<UUID, Integer> rooms, Instant now, Instant leaseUntil) {
        Tuple values = Tuple.of(
                tenant.value(),
                time(now),
                time(leaseUntil),
                rooms.keySet().toArray(UUID[]::new),
                rooms.values().toArray(Integer[]::new));
        return c.preparedQuery(CLAIM).execute(values).map(rows -> {
            List<Delivery.Claimed> claimed = new ArrayList<>(rows.size());
            rows.forEach(row -> claimed.add(new Delivery.Claimed(
                    row.getUUID("delivery_id"),
                    row.getUUID("webhook_id"),
                    row.getUUID("message_id"),
                    row.getString("body"),
                    row.getInteger("attempts"),
                    row.getInteger("tries"),
                    instant(row, "give_up_at"))));
            return claimed;
        });
    }

    /** When the next delivery is due whose endpoint may be sent to; null when there is none. */
    Uni<Instant> next(SqlConnection c, TenantId tenant) {
        return c.preparedQuery(NEXT)
                .execute(Tuple.of(tenant.value()))
                .map(rows -> instant(rows.iterator().next(), "next_at"));
    }

    /** Writes down what became of attempts; one that was given up for dead and made anew since changes nothing. */
    Uni<Void> record(SqlConnection c, TenantId tenant, List<Delivery.Result> results) {
        Tuple values = Tuple.tuple()
                .addValue(tenant.value())
                .addValue(uuids(results, each -> each.claimed().id()))
                .addValue(ints(results, each -> each.claimed().attempt()))
                .addValue(texts(results, Delivery.Result::state))
                .addValue(times(results, Delivery.Result::nextAt))
                .addValue(times(results, each -> each.state().equals("pending") ? null : ended(each)))
                .addValue(ints(results, Delivery.Result::status))
                .addValue(texts(results, Delivery.Result::error));
        Tuple attempts = Tuple.tuple()
                .addValue(tenant.value())
                .addValue(uuids(results, each -> each.claimed().id()))
                .addValue(ints(results, each -> each.claimed().attempt()))
                .addValue(times(results, Delivery.Result::at))
                .addValue(ints(results, each -> (int) Math.min(each.millis(), Integer.MAX_VALUE)))
                .addValue(ints(results, Delivery.Result::status))
                .addValue(texts(results, Delivery.Result::error));
        return c.preparedQuery(RECORD)
                .execute(values)
                .chain(() -> c.preparedQuery(INSERT_ATTEMPTS).execute(attempts))
                .replaceWithVoid();
    }

    private static Instant ended(Delivery.Result result) {
        return result.at().plusMillis(result.millis());
    }

    private static <T> UUID[] uuids(List<T> list, Function<T, UUID> value) {
        return list.stream().map(value).toArray(UUID[]::new);
    }

    private static <T> String[] texts(List<T> list, Function<T, String> value) {
        return list.stream().map(value).toArray(String[]::new);
    }

    private static <T> Integer[] ints(List<T> list, Function<T, Integer> value) {
        return list.stream().map(value).toArray(Integer[]::new);
    }

    private static <T> OffsetDateTime[] times(List<T> list, Function<T, Instant> value) {
        return list.stream().map(each -> time(value.apply(each))).toArray(OffsetDateTime[]::new);
    }
}
