package io.outdial.webhook;

import static io.outdial.platform.Rows.instant;
import static io.outdial.platform.Rows.time;

import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.outdial.webhook.decide.EndpointHealth;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Subscriptions, and how their endpoints are. */
@ApplicationScoped
class WebhookStore {

    private static final String SELECT = "select webhook_id, url, event_types, description, enabled, disabled_reason,"
            + " secret, old_secret, old_secret_until, failures, failing_since, hold_until, version, created_at,"
            + " updated_at from webhook where tenant_id = $1 and deleted_at is null";

    private static final String KEEP_HEALTH = NamedSql.load("webhook", "keep-health");

    /** All that are not deleted, oldest first; a tenant has few. */
    Uni<List<Webhook>> list(SqlConnection c, TenantId tenant) {
        return c.preparedQuery(SELECT + " order by webhook_id")
                .execute(Tuple.of(tenant.value()))
                .map(WebhookStore::webhooks);
    }

    Uni<Optional<Webhook>> find(SqlConnection c, TenantId tenant, UUID id) {
        return c.preparedQuery(SELECT + " and webhook_id = $2")
                .execute(Tuple.of(tenant.value(), id))
                .map(rows -> webhooks(rows).stream().findFirst());
    }

    /** These, locked until the transaction ends, in the order of their ids. */
    Uni<List<Webhook>> lock(SqlConnection c, TenantId tenant, Collection<UUID> ids) {
        return c.preparedQuery(SELECT + " and webhook_id = any($2) order by webhook_id for no key update")
                .execute(Tuple.of(tenant.value(), ids.toArray(UUID[]::new)))
                .map(WebhookStore::webhooks);
    }

    Uni<Void> insert(SqlConnection c, TenantId tenant, Webhook made, String by) {
        Tuple values = Tuple.tuple()
                .addValue(tenant.value())
                .addValue(made.id())
                .addValue(made.url())
                .addValue(texts(made.eventTypes()))
                .addValue(made.description())
                .addValue(made.enabled())
                .addValue(Buffer.buffer(made.secret()))
                .addValue(by)
                .addValue(time(made.createdAt()));
        return c.preparedQuery(
                        "insert into webhook (tenant_id, webhook_id, url, event_types, description, enabled,"
                                + " secret, created_by, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)")
                .execute(values)
                .replaceWithVoid();
    }

    /** @return false when somebody was faster */
    Uni<Boolean> update(SqlConnection c, TenantId tenant, Webhook after) {
        EndpointHealth health = after.health();
        Tuple values = Tuple.tuple()
                .addValue(tenant.value())
                .addValue(after.id())
                .addValue(after.version())
                .addValue(after.url())
                .addValue(texts(after.eventTypes()))
                .addValue(after.description())
                .addValue(after.enabled())
                .addValue(health.disabledReason())
                .addValue(Buffer.buffer(after.secret()))
                .addValue(after.oldSecret() == null ? null : Buffer.buffer(after.oldSecret()))
                .addValue(time(after.oldSecretUntil()))
                .addValue(health.failures())
                .addValue(time(health.failingSince()))
                .addValue(hold(health))
                .addValue(time(after.updatedAt()));
        return c.preparedQuery("update webhook set url = $4, event_types = $5, description = $6, enabled = $7,"
                        + " disabled_reason = $8, secret = $9, old_secret = $10, old_secret_until = $11,"
                        + " failures = $12, failing_since = $13, hold_until = $14, updated_at = $15,"
                        + " version = version + 1"
                        + " where tenant_id = $1 and webhook_id = $2 and version = $3 and deleted_at is null")
                .execute(values)
                .map(rows -> rows.rowCount() == 1);
    }

    /** Its deliveries go with the next sweeps. */
    Uni<Boolean> delete(SqlConnection c, TenantId tenant, UUID id, long version, Instant now) {
        return c.preparedQuery("update webhook set deleted_at = $4, enabled = false"
                        + " where tenant_id = $1 and webhook_id = $2 and version = $3 and deleted_at is null")
                .execute(Tuple.of(tenant.value(), id, version, time(now)))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Writes how endpoints are; one that has to be disabled is. Their versions stay: nobody edited anything. */
    Uni<Void> keepHealth(SqlConnection c, TenantId tenant, Map<UUID, EndpointHealth> healths, Instant now) {
        if (healths.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<EndpointHealth> each = List.copyOf(healths.values());
        Tuple values = Tuple.tuple()
                .addValue(tenant.value())
                .addValue(healths.keySet().toArray(UUID[]::new))
                .addValue(each.stream().map(EndpointHealth::failures).toArray(Integer[]::new))
                .addValue(each.stream().map(one -> time(one.failingSince())).toArray(OffsetDateTime[]::new))
                .addValue(each.stream().map(WebhookStore::hold).toArray(OffsetDateTime[]::new))
                .addValue(each.stream().map(EndpointHealth::disabledReason).toArray(String[]::new))
                .addValue(time(now));
        return c.preparedQuery(KEEP_HEALTH).execute(values).replaceWithVoid();
    }

    /** Puts the same secrets, sealed with another key, in the place of those that were read. */
    Uni<Void> reseal(SqlConnection c, TenantId tenant, Webhook before, byte[] secret, byte[] oldSecret) {
        return c.preparedQuery("update webhook set secret = $4, old_secret = $5"
                        + " where tenant_id = $1 and webhook_id = $2 and version = $3")
                .execute(Tuple.of(
                        tenant.value(),
                        before.id(),
                        before.version(),
                        Buffer.buffer(secret),
                        oldSecret == null ? null : Buffer.buffer(oldSecret)))
                .replaceWithVoid();
    }

    /**
     * After every change of subscriptions: says in the row that settling locks whether anybody wants to hear of calls, and
     * gives the tenant a turn. The row is locked, so that the next batch of calls to be settled sees it.
     */
    Uni<Void> subscribed(SqlConnection c, TenantId tenant, Instant now) {
        // Locked by a statement of its own, so that the next one sees what another change committed meanwhile.
        return c.preparedQuery("select from tenant_capacity where tenant_id = $1 for no key update")
                .execute(Tuple.of(tenant.value()))
                .chain(() -> setCallEvents(c, tenant))
                .chain(() -> c.preparedQuery("insert into webhook_due as d (tenant_id, next_at, woken_at, next_sweep)"
                                + " values ($1, $2, $2, $2) on conflict (tenant_id) do update"
                                + " set next_at = least(d.next_at, $2), woken_at = $2")
                        .execute(Tuple.of(tenant.value(), time(now))))
                .replaceWithVoid();
    }

    private static Uni<Void> setCallEvents(SqlConnection c, TenantId tenant) {
        return c.preparedQuery("update tenant_capacity k set call_events = exists (select from webhook w"
                        + " where w.tenant_id = $1 and w.enabled and w.deleted_at is null"
                        + " and (w.event_types is null or $2 = any(w.event_types))) where k.tenant_id = $1")
                .execute(Tuple.of(tenant.value(), EventType.CALL_ENDED.code()))
                .replaceWithVoid();
    }

    private static OffsetDateTime hold(EndpointHealth health) {
        return health.holdUntil() == null ? OffsetDateTime.parse("1970-01-01T00:00:00Z") : time(health.holdUntil());
    }

    private static String[] texts(List<String> list) {
        return list == null ? null : list.toArray(String[]::new);
    }

    private static List<Webhook> webhooks(RowSet<Row> rows) {
        List<Webhook> list = new ArrayList<>(rows.size());
        rows.forEach(row -> list.add(webhook(row)));
        return list;
    }

    private static Webhook webhook(Row row) {
        String[] types = row.getArrayOfStrings("event_types");
        var old = row.getBuffer("old_secret");
        return new Webhook(
                row.getUUID("webhook_id"),
                row.getString("url"),
                types == null ? null : List.of(types),
                row.getString("description"),
                row.getBoolean("enabled"),
                row.getBuffer("secret").getBytes(),
                old == null ? null : old.getBytes(),
                instant(row, "old_secret_until"),
                new EndpointHealth(
                        row.getInteger("failures"),
                        instant(row, "failing_since"),
                        instant(row, "hold_until"),
                        row.getString("disabled_reason")),
                row.getLong("version"),
                instant(row, "created_at"),
                instant(row, "updated_at"));
    }
}
