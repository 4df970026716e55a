package io.outdial.webhook;

import static io.outdial.platform.Rows.instant;

import io.outdial.kernel.Coded;
import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Hands what happened to every webhook that wants to hear of it: events become deliveries, in one transaction. */
@ApplicationScoped
class FanOut {

    /** Events that are handed over in one transaction; one may stand for as many calls as a batch settles. */
    private static final int MAX_EVENTS = 20;

    private static final int MAX_ROWS = 1_000;

    private final TenantDb db;
    private final WebhookStore webhooks;
    private final DeliveryStore deliveries;
    private final Instance<CallSource> calls;

    FanOut(TenantDb db, WebhookStore webhooks, DeliveryStore deliveries, Instance<CallSource> calls) {
        this.db = db;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.calls = calls;
    }

    /** @param message its id; the call's own for {@code call.ended} */
    private record Happened(UUID message, EventType type, String body) {}

    /** Hands over some of what waits, oldest first; answers whether there may be more. */
    Uni<Boolean> run(TenantId tenant, Instant now) {
        return db.inTenant(tenant, c -> c.preparedQuery("select event_id, type, at, data, calls from webhook_event"
                        + " where tenant_id = $1 order by event_id limit $2 for update skip locked")
                .execute(Tuple.of(tenant.value(), MAX_EVENTS))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().item(false)
                        : handOver(c, tenant, rows, now).replaceWith(rows.size() == MAX_EVENTS)));
    }

    private Uni<Void> handOver(SqlConnection c, TenantId tenant, RowSet<Row> rows, Instant now) {
        List<UUID> events = new ArrayList<>();
        rows.forEach(row -> events.add(row.getUUID("event_id")));
        return read(c, tenant, rows)
                .chain(happened -> webhooks.list(c, tenant).map(all -> drafts(happened, all)))
                .chain(drafts -> insert(c, tenant, drafts, now))
                .chain(() -> c.preparedQuery("delete from webhook_event where tenant_id = $1 and event_id = any($2)")
                        .execute(Tuple.of(tenant.value(), events.toArray(UUID[]::new))))
                .replaceWithVoid();
    }

    private Uni<List<Happened>> read(SqlConnection c, TenantId tenant, RowSet<Row> rows) {
        List<Happened> happened = new ArrayList<>();
        List<UUID> ended = new ArrayList<>();
        for (Row row : rows) {
            UUID[] batch = row.getArrayOfUUIDs("calls");
            String type = row.getString("type");
            if (batch != null) {
                ended.addAll(Arrays.asList(batch));
            } else {
                happened.add(new Happened(
                        row.getUUID("event_id"),
                        Coded.of(EventType.class, type),
                        Messages.body(type, instant(row, "at"), row.getJsonObject("data"))));
            }
        }
        if (ended.isEmpty() || calls.isUnsatisfied()) {
            return Uni.createFrom().item(happened);
        }
        return calls.get().read(c, tenant, ended).map(found -> {
            found.forEach(each -> happened.add(new Happened(
                    each.call(),
                    EventType.CALL_ENDED,
                    Messages.body(EventType.CALL_ENDED.code(), each.at(), each.data()))));
            return happened;
        });
    }

    private static List<Delivery.Draft> drafts(List<Happened> happened, List<Webhook> webhooks) {
        List<Delivery.Draft> drafts = new ArrayList<>();
        for (Happened each : happened) {
            webhooks.stream()
                    .filter(webhook -> webhook.enabled() && webhook.wants(each.type()))
                    .forEach(webhook -> drafts.add(
                            new Delivery.Draft(Uuid7.next(), webhook.id(), each.message(), each.type(), each.body())));
        }
        return drafts;
    }

    private Uni<Void> insert(SqlConnection c, TenantId tenant, List<Delivery.Draft> drafts, Instant now) {
        return Multi.createFrom()
                .iterable(drafts)
                .group()
                .intoLists()
                .of(MAX_ROWS)
                .onItem()
                .transformToUniAndConcatenate(some -> deliveries.insert(c, tenant, some, now))
                .collect()
                .asList()
                .replaceWithVoid();
    }
}
