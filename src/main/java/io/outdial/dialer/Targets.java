package io.outdial.dialer;

import static io.outdial.dialer.DueStore.utc;

import io.outdial.campaign.TargetState;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Where targets go in one transaction: onto the queue, or to a state. Gathered row by row, written set by set. */
final class Targets {

    private static final String INSERT_READY = NamedSql.load("dialer", "insert-ready");
    private static final String UPDATE_TARGETS = NamedSql.load("dialer", "update-targets");

    private final List<Queued> queued = new ArrayList<>();
    private final List<Changed> changed = new ArrayList<>();

    private record Queued(
            UUID campaign, UUID customer, String zones, Instant due, int attempts, TargetState state, String phone) {}

    private record Changed(
            UUID campaign,
            UUID customer,
            TargetState state,
            String reason,
            Instant due,
            int attempts,
            String outcome,
            String disposition) {}

    void enqueue(
            UUID campaign, UUID customer, String zones, Instant due, int attempts, TargetState state, String phone) {
        queued.add(new Queued(campaign, customer, zones, due, attempts, state, phone));
    }

    void change(
            UUID campaign,
            UUID customer,
            TargetState state,
            String reason,
            Instant due,
            int attempts,
            String outcome,
            String disposition) {
        changed.add(new Changed(campaign, customer, state, reason, due, attempts, outcome, disposition));
    }

    Uni<Void> write(SqlConnection connection, TenantId tenant, Instant now) {
        return writeQueued(connection, tenant).chain(() -> writeChanged(connection, tenant, now));
    }

    private Uni<Void> writeQueued(SqlConnection connection, TenantId tenant) {
        if (queued.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple values = Tuple.tuple()
                .addValue(tenant.value())
                .addValue(uuids(queued, Queued::campaign))
                .addValue(uuids(queued, Queued::customer))
                .addValue(texts(queued, Queued::zones))
                .addValue(times(queued, Queued::due))
                .addValue(ints(queued, Queued::attempts))
                .addValue(texts(queued, row -> row.state().code()))
                .addValue(texts(queued, Queued::phone));
        return connection.preparedQuery(INSERT_READY).execute(values).replaceWithVoid();
    }

    private Uni<Void> writeChanged(SqlConnection connection, TenantId tenant, Instant now) {
        if (changed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple values = Tuple.tuple()
                .addValue(tenant.value())
                .addValue(uuids(changed, Changed::campaign))
                .addValue(uuids(changed, Changed::customer))
                .addValue(texts(changed, row -> row.state().code()))
                .addValue(texts(changed, Changed::reason))
                .addValue(times(changed, Changed::due))
                .addValue(ints(changed, Changed::attempts))
                .addValue(texts(changed, Changed::outcome))
                .addValue(texts(changed, Changed::disposition))
                .addValue(utc(now));
        return connection.preparedQuery(UPDATE_TARGETS).execute(values).replaceWithVoid();
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
