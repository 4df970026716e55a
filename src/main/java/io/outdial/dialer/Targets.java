package io.outdial.dialer;

import static io.outdial.dialer.DueStore.utc;

import io.outdial.campaign.TargetState;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Where targets go in one transaction: back to the queue, or to those that are final. Gathered row by row, written set by set. */
final class Targets {

    private static final String INSERT_READY = NamedSql.load("dialer", "insert-ready");
    private static final String INSERT_TARGETS = NamedSql.load("dialer", "insert-targets");

    private final List<Waiting> waiting = new ArrayList<>();
    private final List<Closed> closed = new ArrayList<>();

    /**
     * What is known of a target apart from where it goes.
     *
     * @param attempts used so far
     * @param lastOutcome of the last attempt that was used up; null when there is none
     * @param disposition of the last conversation; null when there is none
     */
    record Target(
            UUID campaign,
            UUID customer,
            String zones,
            String phone,
            int attempts,
            String lastOutcome,
            String disposition) {

        /** As it was taken off the queue, or off the live attempts. */
        static Target of(Row row, int attempts) {
            return new Target(
                    row.getUUID("campaign_id"),
                    row.getUUID("customer_id"),
                    row.getString("zones"),
                    row.getString("phone"),
                    attempts,
                    row.getString("last_outcome"),
                    row.getString("disposition"));
        }

        /** The same person with another number, or in other zones. */
        Target at(String newPhone, String newZones) {
            return new Target(campaign, customer, newZones, newPhone, attempts, lastOutcome, disposition);
        }

        /** What was no call leaves the outcome before it, and what nobody said anything in leaves what was said before. */
        Target after(SettleStore.Finished call) {
            String outcome = call.consumed() ? call.end().outcome().code() : lastOutcome;
            String said = call.said() ? call.end().disposition().code() : disposition;
            return new Target(campaign, customer, zones, phone, attempts, outcome, said);
        }
    }

    private record Waiting(Target target, TargetState state, String reason, Instant due) {}

    private record Closed(Target target, TargetState state, String reason) {}

    /** Waits in {@code state} and is not called before {@code due}. */
    void queue(Target target, TargetState state, String reason, Instant due) {
        waiting.add(new Waiting(target, state, reason, due));
    }

    /** Nothing more will happen to it. */
    void close(Target target, TargetState state, String reason) {
        closed.add(new Closed(target, state, reason));
    }

    Uni<Void> write(SqlConnection connection, TenantId tenant, Instant now) {
        return writeWaiting(connection, tenant, now).chain(() -> writeClosed(connection, tenant, now));
    }

    private Uni<Void> writeWaiting(SqlConnection connection, TenantId tenant, Instant now) {
        if (waiting.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple values = Tuple.tuple()
                .addValue(tenant.value())
                .addValue(uuids(waiting, row -> row.target().campaign()))
                .addValue(uuids(waiting, row -> row.target().customer()))
                .addValue(texts(waiting, row -> row.target().zones()))
                .addValue(texts(waiting, row -> row.target().phone()))
                .addValue(times(waiting, Waiting::due))
                .addValue(ints(waiting, row -> row.target().attempts()))
                .addValue(texts(waiting, row -> row.state().code()))
                .addValue(texts(waiting, Waiting::reason))
                .addValue(texts(waiting, row -> row.target().lastOutcome()))
                .addValue(texts(waiting, row -> row.target().disposition()))
                .addValue(utc(now));
        return connection.preparedQuery(INSERT_READY).execute(values).replaceWithVoid();
    }

    private Uni<Void> writeClosed(SqlConnection connection, TenantId tenant, Instant now) {
        if (closed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple values = Tuple.tuple()
                .addValue(tenant.value())
                .addValue(uuids(closed, row -> row.target().campaign()))
                .addValue(uuids(closed, row -> row.target().customer()))
                .addValue(texts(closed, row -> row.target().phone()))
                .addValue(ints(closed, row -> row.target().attempts()))
                .addValue(texts(closed, row -> row.state().code()))
                .addValue(texts(closed, Closed::reason))
                .addValue(texts(closed, row -> row.target().lastOutcome()))
                .addValue(texts(closed, row -> row.target().disposition()))
                .addValue(utc(now));
        return connection.preparedQuery(INSERT_TARGETS).execute(values).replaceWithVoid();
    }

    static <R> UUID[] uuids(List<R> rows, Function<R, UUID> value) {
        return rows.stream().map(value).toArray(UUID[]::new);
    }

    static <R> String[] texts(List<R> rows, Function<R, String> value) {
        return rows.stream().map(value).toArray(String[]::new);
    }

    static <R> Integer[] ints(List<R> rows, Function<R, Integer> value) {
        return rows.stream().map(value).toArray(Integer[]::new);
    }

    static <R> OffsetDateTime[] times(List<R> rows, Function<R, Instant> value) {
        return rows.stream().map(value).map(DueStore::utc).toArray(OffsetDateTime[]::new);
    }
}
