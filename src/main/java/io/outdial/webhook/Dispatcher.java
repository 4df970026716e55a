package io.outdial.webhook;

import io.outdial.kernel.TenantId;
import io.outdial.platform.AuditEntry;
import io.outdial.platform.AuditLog;
import io.outdial.platform.TenantDb;
import io.outdial.webhook.decide.EndpointHealth;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Claims deliveries under the bounds of this replica, has them sent, and writes down what became of them. */
@ApplicationScoped
class Dispatcher {

    /**
     * How long a claimed delivery is this replica's alone: longer than resolving, connecting and waiting for the answer take
     * together. One whose replica died is sent again by another after it.
     */
    static final Duration LEASE = Duration.ofMinutes(1);

    private static final int MAX_RECORDED = 50;
    private static final Duration RECORD_WITHIN = Duration.ofMillis(50);

    private final TenantDb db;
    private final Stores stores;
    private final Permits permits;
    private final Sender sender;
    private final WebhookSettings settings;
    private final WebhookMetrics metrics;

    /** Where subscriptions and their deliveries lie. */
    @Singleton
    static class Stores {
        private final WebhookStore webhooks;
        private final DeliveryStore deliveries;

        Stores(WebhookStore webhooks, DeliveryStore deliveries) {
            this.webhooks = webhooks;
            this.deliveries = deliveries;
        }

        WebhookStore webhooks() {
            return webhooks;
        }

        DeliveryStore deliveries() {
            return deliveries;
        }
    }

    Dispatcher(
            TenantDb db,
            Stores stores,
            Permits permits,
            Sender sender,
            WebhookSettings settings,
            WebhookMetrics metrics) {
        this.db = db;
        this.stores = stores;
        this.permits = permits;
        this.sender = sender;
        this.settings = settings;
        this.metrics = metrics;
    }

    /**
     * What a claim found.
     *
     * @param next when a delivery is due that was not claimed; null when there is none
     */
    record Claim(TenantId tenant, Map<UUID, Webhook> webhooks, List<Delivery.Claimed> claimed, Instant next) {

        /** The same for each webhook apart. */
        Map<UUID, Claim> byWebhook() {
            Map<UUID, Claim> parts = new TreeMap<>();
            claimed.stream()
                    .collect(Collectors.groupingBy(Delivery.Claimed::webhook))
                    .forEach((id, some) -> parts.put(id, new Claim(tenant, webhooks, some, next)));
            return parts;
        }
    }

    /** Takes what is due, as much as there is room for. Whoever gets it must {@link #send} it. */
    Uni<Claim> claim(TenantId tenant, Instant now) {
        return claim(tenant, webhook -> true, now);
    }

    /** The same of one webhook only. */
    Uni<Claim> claim(TenantId tenant, UUID only, Instant now) {
        return claim(tenant, webhook -> webhook.id().equals(only), now);
    }

    private Uni<Claim> claim(TenantId tenant, Predicate<Webhook> which, Instant now) {
        // Outside of the transaction, which may run again after a deadlock, or fail when it commits.
        AtomicReference<Map<UUID, Integer>> held = new AtomicReference<>(Map.of());
        return db.inTenant(tenant, c -> stores.webhooks().list(c, tenant).chain(all -> {
                    giveBackUnused(tenant, held.getAndSet(Map.of()), List.of());
                    Map<UUID, Webhook> webhooks =
                            all.stream().filter(which).collect(Collectors.toMap(Webhook::id, each -> each));
                    held.set(rooms(tenant, webhooks.values(), now));
                    return claim(c, tenant, held.get(), now).chain(claimed -> stores.deliveries()
                            .next(c, tenant)
                            .map(next -> new Claim(tenant, webhooks, claimed, next)));
                }))
                .onItemOrFailure()
                .invoke((claim, failure) ->
                        giveBackUnused(tenant, held.get(), failure == null ? claim.claimed() : List.of()));
    }

    private Map<UUID, Integer> rooms(TenantId tenant, Collection<Webhook> all, Instant now) {
        Map<UUID, Integer> rooms = new LinkedHashMap<>();
        for (Webhook webhook : all) {
            EndpointHealth health = webhook.health();
            boolean held = health.holdUntil() != null && health.holdUntil().isAfter(now);
            if (webhook.enabled() && !held) {
                // Whoever failed often is tried with one message at a time.
                int wanted = health.isProbed()
                        ? 1 - Math.min(1, permits.taken(webhook.id()))
                        : settings.maxConcurrentPerEndpoint();
                int room = permits.take(tenant, webhook.id(), wanted);
                if (room > 0) {
                    rooms.put(webhook.id(), room);
                }
            }
        }
        return rooms;
    }

    private Uni<List<Delivery.Claimed>> claim(SqlConnection c, TenantId tenant, Map<UUID, Integer> rooms, Instant now) {
        return rooms.isEmpty()
                ? Uni.createFrom().item(List.of())
                : stores.deliveries().claim(c, tenant, rooms, now, now.plus(LEASE));
    }

    private void giveBackUnused(TenantId tenant, Map<UUID, Integer> rooms, List<Delivery.Claimed> claimed) {
        Map<UUID, Long> used =
                claimed.stream().collect(Collectors.groupingBy(Delivery.Claimed::webhook, Collectors.counting()));
        rooms.forEach((webhook, room) -> permits.giveBack(
                tenant, webhook, room - used.getOrDefault(webhook, 0L).intValue()));
    }

    /**
     * Sends all that was claimed and writes down what became of it, some at a time as the answers come in, so that a slow
     * endpoint delays nobody's record. Fails when that could not be written: then it is sent again after its lease.
     */
    Uni<Void> send(Claim claim, Instant now) {
        TenantId tenant = claim.tenant();
        return Multi.createFrom()
                .iterable(claim.claimed())
                .onItem()
                .transformToUni(each -> sender.send(tenant, claim.webhooks().get(each.webhook()), each, now)
                        .onTermination()
                        .invoke(() -> permits.giveBack(tenant, each.webhook(), 1)))
                .merge(Math.max(1, claim.claimed().size()))
                .group()
                .intoLists()
                .of(MAX_RECORDED, RECORD_WITHIN)
                // Lists come when their time is up, whether or not the one before is written: no more than there are
                // messages.
                .onOverflow()
                .buffer(Math.max(1, claim.claimed().size()))
                .onItem()
                .transformToUniAndConcatenate(sent -> record(tenant, claim.webhooks(), sent))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> record(TenantId tenant, Map<UUID, Webhook> webhooks, List<Sender.Sent> sent) {
        List<Delivery.Result> results = sent.stream().map(Sender.Sent::result).toList();
        Map<UUID, List<Sender.Sent>> toJudge = new TreeMap<>(sent.stream()
                .collect(Collectors.groupingBy(each -> each.result().claimed().webhook())));
        // An endpoint that is well and stays so is not written.
        toJudge.entrySet()
                .removeIf(each -> webhooks.get(each.getKey()).health().failures() == 0
                        && each.getValue().stream().allMatch(one -> one.answer().taken()));
        return db.inTenant(tenant, c -> judge(c, tenant, toJudge)
                        .chain(() -> stores.deliveries().record(c, tenant, results)))
                .invoke(() -> results.forEach(each -> metrics.attempted(each.state(), each.millis())));
    }

    private Uni<Void> judge(SqlConnection c, TenantId tenant, Map<UUID, List<Sender.Sent>> toJudge) {
        if (toJudge.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return stores.webhooks().lock(c, tenant, toJudge.keySet()).chain(locked -> {
            Map<UUID, EndpointHealth> healths = new TreeMap<>();
            List<UUID> disabled = new ArrayList<>();
            Instant last = Instant.EPOCH;
            for (Webhook webhook : locked) {
                EndpointHealth health = webhook.health();
                for (Sender.Sent each : toJudge.get(webhook.id())) {
                    Instant at = each.result().at().plusMillis(each.result().millis());
                    last = at.isAfter(last) ? at : last;
                    // Whom a person disabled or enabled meanwhile is judged all the same: it is how the endpoint is.
                    health = health.after(each.answer(), at, settings.disableAfter());
                }
                healths.put(webhook.id(), health);
                if (webhook.enabled() && health.disabledReason() != null) {
                    disabled.add(webhook.id());
                    metrics.disabled();
                }
            }
            Instant now = last;
            Uni<Void> kept = stores.webhooks().keepHealth(c, tenant, healths, now);
            return disabled.isEmpty()
                    ? kept
                    : kept.chain(() -> stores.webhooks().subscribed(c, tenant, now))
                            .chain(() -> audit(c, tenant, disabled, now));
        });
    }

    private static Uni<Void> audit(SqlConnection c, TenantId tenant, List<UUID> disabled, Instant now) {
        return Multi.createFrom()
                .iterable(disabled)
                .onItem()
                .transformToUniAndConcatenate(id -> AuditLog.add(
                        c, tenant, AuditEntry.of("webhook.disable", id).by("engine"), now))
                .collect()
                .asList()
                .replaceWithVoid();
    }
}
