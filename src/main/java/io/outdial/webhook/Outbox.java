package io.outdial.webhook;

import static io.outdial.platform.Rows.time;

import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.NamedSql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Where other rooms say what happened, inside the transaction in which it happens: what is rolled back was never said, and
 * what is committed is delivered, whoever dies afterwards. Nothing is written for tenants whom nobody listens to.
 */
@ApplicationScoped
public class Outbox {

    private static final String ADD = NamedSql.load("webhook", "add-events");

    private final Wakes wakes;

    Outbox(Wakes wakes) {
        this.wakes = wakes;
    }

    /** Whether a webhook of the tenant wants to hear of this. */
    public Uni<Boolean> isWanted(SqlConnection c, TenantId tenant, EventType type) {
        return c.preparedQuery("select exists (select from webhook where tenant_id = $1 and enabled"
                        + " and deleted_at is null and (event_types is null or $2 = any(event_types))) as wanted")
                .execute(Tuple.of(tenant.value(), type.code()))
                .map(rows -> rows.iterator().next().getBoolean("wanted"));
    }

    /** Says that something happened, when anybody wants to hear it. */
    public Uni<Void> add(SqlConnection c, TenantId tenant, EventType type, JsonObject data, Instant at) {
        return add(c, tenant, type, List.of(data), at);
    }

    /** The same for several of a type, in one statement. */
    public Uni<Void> add(SqlConnection c, TenantId tenant, EventType type, List<JsonObject> data, Instant at) {
        if (data.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple values = Tuple.of(
                tenant.value(),
                data.stream().map(each -> Uuid7.next()).toArray(UUID[]::new),
                type.code(),
                time(at),
                data.toArray(JsonObject[]::new));
        return c.preparedQuery(ADD)
                .execute(values)
                .invoke(rows -> wakeIf(rows.rowCount() > 0, tenant))
                .replaceWithVoid();
    }

    /** The same for data that costs something to find out: asked for only when anybody wants to hear it. */
    public Uni<Void> addIfWanted(
            SqlConnection c, TenantId tenant, EventType type, Instant at, Supplier<Uni<List<JsonObject>>> data) {
        return isWanted(c, tenant, type)
                .chain(wanted -> wanted
                        ? data.get().chain(found -> add(c, tenant, type, found, at))
                        : Uni.createFrom().voidItem());
    }

    /**
     * Says that calls ended: one row for all of them. For transactions that hold the tenant's capacity and found in it that
     * somebody wants to hear of calls ({@code call_events}).
     */
    public Uni<Void> callsEnded(SqlConnection c, TenantId tenant, Collection<UUID> calls, Instant at) {
        return c.preparedQuery("insert into webhook_event (tenant_id, event_id, type, at, calls)"
                        + " values ($1, $2, $3, $4, $5)")
                .execute(Tuple.of(
                        tenant.value(),
                        Uuid7.next(),
                        EventType.CALL_ENDED.code(),
                        time(at),
                        calls.toArray(UUID[]::new)))
                .invoke(() -> wakes.wake(tenant))
                .replaceWithVoid();
    }

    private void wakeIf(boolean written, TenantId tenant) {
        if (written) {
            wakes.wake(tenant);
        }
    }
}
