package io.outdial.webhook;

import static io.outdial.platform.Rows.instant;
import static io.outdial.platform.Rows.time;

import io.outdial.kernel.Coded;
import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.AuditEntry;
import io.outdial.platform.AuditLog;
import io.outdial.platform.NamedSql;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.TenantDb;
import io.outdial.webhook.decide.DeliveryRules;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The log of deliveries: read by page, and sent again on request. */
@ApplicationScoped
class DeliveryLog {

    static final int MAX_REDELIVERED = 10_000;

    private static final String REDELIVER_DEAD = NamedSql.load("webhook", "redeliver-dead");
    private static final String COLUMNS = "delivery_id, webhook_id, message_id, type, state, attempts, next_at,"
            + " last_status, last_error, created_at, finished_at";

    private final TenantDb db;
    private final WebhookStore webhooks;
    private final DeliveryStore deliveries;
    private final Wakes wakes;

    DeliveryLog(TenantDb db, WebhookStore webhooks, DeliveryStore deliveries, Wakes wakes) {
        this.db = db;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.wakes = wakes;
    }

    /**
     * Newest first.
     *
     * @param state a word of the table's; null for all
     * @param before an id; null for the newest
     */
    Uni<List<Delivery.Logged>> page(TenantId tenant, UUID webhook, String state, UUID before, int limit) {
        // Written out, so that the index of dead letters is used.
        String inState = state == null ? "" : " and state = '" + known(state) + "'";
        return db.inTenant(tenant, c -> require(c, tenant, webhook)
                .chain(() -> c.preparedQuery("select " + COLUMNS + ", null as body from webhook_delivery"
                                + " where tenant_id = $1 and webhook_id = $2 and delivery_id < $3"
                                + inState + " order by delivery_id desc limit $4")
                        .execute(Tuple.of(tenant.value(), webhook, before, limit)))
                .chain(rows -> withAttempts(c, tenant, rows)));
    }

    Uni<Delivery.Logged> read(TenantId tenant, UUID webhook, UUID id) {
        return db.inTenant(tenant, c -> read(c, tenant, webhook, id));
    }

    /** Sends a test message to one webhook, whatever it has subscribed to. */
    Uni<Delivery.Logged> test(TenantId tenant, UUID webhook, Instant now) {
        UUID id = Uuid7.next();
        JsonObject data = new JsonObject().put("webhookId", webhook.toString());
        String type = EventType.WEBHOOK_TEST.code();
        Delivery.Draft test =
                new Delivery.Draft(id, webhook, Uuid7.next(), EventType.WEBHOOK_TEST, Messages.body(type, now, data));
        return db.inTenant(tenant, c -> require(c, tenant, webhook)
                        .invoke(DeliveryLog::requireEnabled)
                        .chain(() -> deliveries.insert(c, tenant, List.of(test), now))
                        .chain(() -> AuditLog.add(c, tenant, AuditEntry.of("webhook.test", webhook), now))
                        .chain(() -> read(c, tenant, webhook, id)))
                .invoke(() -> wakes.wake(tenant));
    }

    /** Has one sent again that was delivered or given up. */
    Uni<Delivery.Logged> redeliver(TenantId tenant, UUID webhook, UUID id, Instant now) {
        return db.inTenant(tenant, c -> read(c, tenant, webhook, id)
                        .call(() -> require(c, tenant, webhook).invoke(DeliveryLog::requireEnabled))
                        .chain(() -> c.preparedQuery("update webhook_delivery set state = 'pending', next_at = $4,"
                                        + " give_up_at = $5, finished_at = null, attempts_before = attempts"
                                        + " where tenant_id = $1 and webhook_id = $2 and delivery_id = $3"
                                        + " and state <> 'pending'")
                                .execute(Tuple.of(
                                        tenant.value(),
                                        webhook,
                                        id,
                                        time(now),
                                        time(now.plus(DeliveryRules.GIVE_UP_AFTER)))))
                        .invoke(rows -> {
                            if (rows.rowCount() == 0) {
                                throw new Problem(ProblemType.CONFLICT, "It is still being tried; see nextAttemptAt.");
                            }
                        })
                        .chain(() -> AuditLog.add(
                                c,
                                tenant,
                                AuditEntry.of("webhook.redeliver", webhook).with("deliveryId", id.toString()),
                                now))
                        .chain(() -> read(c, tenant, webhook, id)))
                .invoke(() -> wakes.wake(tenant));
    }

    /** Has all dead letters of a webhook sent again, or as many as are done at once. */
    Uni<DeliveriesResource.Redelivered> redeliverDead(TenantId tenant, UUID webhook, Instant now) {
        Tuple values = Tuple.of(
                tenant.value(), webhook, time(now), time(now.plus(DeliveryRules.GIVE_UP_AFTER)), MAX_REDELIVERED);
        return db.inTenant(tenant, c -> require(c, tenant, webhook)
                        .invoke(DeliveryLog::requireEnabled)
                        .chain(() -> c.preparedQuery(REDELIVER_DEAD).execute(values))
                        .call(() -> AuditLog.add(c, tenant, AuditEntry.of("webhook.redeliver_dead", webhook), now)))
                .map(rows -> new DeliveriesResource.Redelivered(rows.rowCount(), rows.rowCount() == MAX_REDELIVERED))
                .invoke(() -> wakes.wake(tenant));
    }

    private Uni<Webhook> require(SqlConnection c, TenantId tenant, UUID webhook) {
        return webhooks.find(c, tenant, webhook).map(found -> found.orElseThrow(() -> Problem.notFound("webhook")));
    }

    private static void requireEnabled(Webhook webhook) {
        if (!webhook.enabled()) {
            throw new Problem(ProblemType.CONFLICT, "The webhook is disabled; enable it first.");
        }
    }

    private Uni<Delivery.Logged> read(SqlConnection c, TenantId tenant, UUID webhook, UUID id) {
        return require(c, tenant, webhook)
                .chain(() -> c.preparedQuery("select " + COLUMNS + ", body from webhook_delivery"
                                + " where tenant_id = $1 and webhook_id = $2 and delivery_id = $3")
                        .execute(Tuple.of(tenant.value(), webhook, id)))
                .chain(rows -> withAttempts(c, tenant, rows))
                .map(found -> found.stream().findFirst().orElseThrow(() -> Problem.notFound("delivery")));
    }

    private static Uni<List<Delivery.Logged>> withAttempts(SqlConnection c, TenantId tenant, RowSet<Row> rows) {
        List<UUID> ids = new ArrayList<>();
        rows.forEach(row -> ids.add(row.getUUID("delivery_id")));
        return c.preparedQuery("select delivery_id, at, duration_millis, status, error from webhook_attempt"
                        + " where tenant_id = $1 and delivery_id = any($2) order by delivery_id, attempt_no")
                .execute(Tuple.of(tenant.value(), ids.toArray(UUID[]::new)))
                .map(attempts -> {
                    Map<UUID, List<DeliveryView.Attempt>> logs = new HashMap<>();
                    attempts.forEach(row -> logs.computeIfAbsent(row.getUUID("delivery_id"), any -> new ArrayList<>())
                            .add(new DeliveryView.Attempt(
                                    instant(row, "at"),
                                    row.getInteger("duration_millis"),
                                    row.getInteger("status"),
                                    row.getString("error"))));
                    List<Delivery.Logged> found = new ArrayList<>();
                    rows.forEach(row -> found.add(logged(row, logs)));
                    return found;
                });
    }

    private static Delivery.Logged logged(Row row, Map<UUID, List<DeliveryView.Attempt>> logs) {
        UUID id = row.getUUID("delivery_id");
        return new Delivery.Logged(
                id,
                row.getUUID("webhook_id"),
                row.getUUID("message_id"),
                Coded.of(EventType.class, row.getString("type")),
                row.getString("state"),
                row.getInteger("attempts"),
                instant(row, "next_at"),
                row.getInteger("last_status"),
                row.getString("last_error"),
                instant(row, "created_at"),
                instant(row, "finished_at"),
                row.getString("body"),
                logs.getOrDefault(id, List.of()));
    }

    private static String known(String state) {
        return switch (state) {
            case "pending", "delivered", "dead" -> state;
            default -> throw Problem.invalid("?state", "unknown", "The states are pending, delivered and dead.");
        };
    }
}
