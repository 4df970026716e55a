package io.outdial.dialer;

import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** The calls of one transaction by campaign, time and zone: gathered call by call, written in one statement. */
final class SlotCounts {

    private static final String ADD = NamedSql.load("dialer", "add-slots");
    private static final long SLOT_MILLIS = Duration.ofMinutes(15).toMillis();

    private final Map<Slot, Sum> sums = new LinkedHashMap<>();

    /**
     * Where a call is counted.
     *
     * @param begin of the quarter of an hour in which it ended
     * @param zones of whom was called, as the queue has them
     */
    record Slot(UUID campaign, Instant begin, String zones) {

        static Slot of(UUID campaign, Instant ended, String zones) {
            long millis = ended.toEpochMilli();
            return new Slot(campaign, Instant.ofEpochMilli(millis - Math.floorMod(millis, SLOT_MILLIS)), zones);
        }
    }

    private record Sum(int calls, int conversations, int successes) {
        Sum plus(Sum other) {
            return new Sum(calls + other.calls, conversations + other.conversations, successes + other.successes);
        }
    }

    void add(Slot slot, boolean conversation, boolean success) {
        sums.merge(slot, new Sum(1, conversation ? 1 : 0, success ? 1 : 0), Sum::plus);
    }

    Uni<Void> write(SqlConnection connection, TenantId tenant) {
        if (sums.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Slot> slots = List.copyOf(sums.keySet());
        Tuple values = Tuple.tuple()
                .addValue(tenant.value())
                .addValue(slots.stream().map(Slot::campaign).toArray(UUID[]::new))
                .addValue(slots.stream().map(slot -> DueStore.utc(slot.begin())).toArray(OffsetDateTime[]::new))
                .addValue(slots.stream().map(Slot::zones).toArray(String[]::new))
                .addValue(ints(Sum::calls))
                .addValue(ints(Sum::conversations))
                .addValue(ints(Sum::successes));
        return connection.preparedQuery(ADD).execute(values).replaceWithVoid();
    }

    private Integer[] ints(Function<Sum, Integer> value) {
        return sums.values().stream().map(value).toArray(Integer[]::new);
    }
}
