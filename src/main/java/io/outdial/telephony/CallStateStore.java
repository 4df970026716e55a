package io.outdial.telephony;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.OldRows;
import io.outdial.telephony.decide.CallState;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** States of calls, as documents. */
@ApplicationScoped
class CallStateStore implements OldRows {

    private static final Duration KEPT = Duration.ofDays(2);

    Uni<Optional<CallState>> read(TenantId tenant, SqlConnection c, AttemptId attempt) {
        return select(tenant, c, attempt, "");
    }

    /** Makes the row if there is none, and holds it until the transaction ends. */
    Uni<CallState> lock(TenantId tenant, SqlConnection c, AttemptId attempt) {
        return select(tenant, c, attempt, " for update")
                .chain(found -> found.isPresent()
                        ? Uni.createFrom().item(found.get())
                        : c.preparedQuery(
                                        "insert into telephony_call (tenant_id, attempt_id, state) values ($1, $2, $3)"
                                                + " on conflict do nothing")
                                .execute(Tuple.of(tenant.value(), attempt.value(), new JsonObject()))
                                .chain(() -> select(tenant, c, attempt, " for update"))
                                .map(Optional::orElseThrow));
    }

    Uni<Void> write(TenantId tenant, SqlConnection c, AttemptId attempt, CallState state) {
        return c.preparedQuery("update telephony_call set state = $3 where tenant_id = $1 and attempt_id = $2")
                .execute(Tuple.of(tenant.value(), attempt.value(), CallStateJson.write(state)))
                .replaceWithVoid();
    }

    /** Attempts are named in the order of their time, so the oldest are found by their ids. */
    @Override
    public Uni<Integer> forget(SqlConnection c, TenantId tenant, Instant now) {
        return c.preparedQuery("delete from telephony_call where tenant_id = $1 and attempt_id in"
                        + " (select attempt_id from telephony_call where tenant_id = $1 and attempt_id < $2"
                        + " order by attempt_id limit $3)")
                .execute(Tuple.of(tenant.value(), Uuid7.leastAt(now.minus(KEPT)), AT_ONCE))
                .map(gone -> gone.rowCount());
    }

    private static Uni<Optional<CallState>> select(TenantId tenant, SqlConnection c, AttemptId attempt, String lock) {
        return c.preparedQuery("select state from telephony_call where tenant_id = $1 and attempt_id = $2" + lock)
                .execute(Tuple.of(tenant.value(), attempt.value()))
                .map(CallStateStore::first);
    }

    private static Optional<CallState> first(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(CallStateJson.read(rows.iterator().next().getJsonObject("state")));
    }
}
