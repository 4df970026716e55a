package io.outdial.insight;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** One watcher's stream: the campaign's stored events from where they left off, and its progress whenever it changed. */
@ApplicationScoped
class CampaignEvents {

    private static final Duration EVERY = Duration.ofMillis(500);
    private static final int MAX_EVENTS_PER_LOOK = 200;
    private static final UUID BEGINNING = new UUID(0, 0);

    private static final String SINCE = """
            select e.event_id, e.type, e.at, e.actor, e.detail
            from campaign_event e
            where e.tenant_id = $1 and e.campaign_id = $2 and e.event_id > $3
            order by e.event_id limit $4
            """;

    private final TenantDb db;
    private final ProgressStore progress;
    private final ObjectMapper json;

    CampaignEvents(TenantDb db, ProgressStore progress, ObjectMapper json) {
        this.db = db;
        this.progress = progress;
        this.json = json;
    }

    /** @param lastEventId id of the last stored event the watcher has seen; null for all of them */
    Multi<OutboundSseEvent> watch(TenantId tenant, CampaignId campaign, UUID lastEventId, Sse sse) {
        AtomicReference<UUID> seen = new AtomicReference<>(lastEventId == null ? BEGINNING : lastEventId);
        AtomicReference<String> last = new AtomicReference<>("");
        Multi<Long> looks = Multi.createFrom().ticks().every(EVERY).onOverflow().drop();
        return looks.onItem()
                .transformToUniAndConcatenate(look -> since(tenant, campaign, seen.get())
                        .chain(rows -> progress.read(tenant, campaign).map(now -> news(rows, now, seen, last, sse))))
                .onItem()
                .transformToMultiAndConcatenate(look -> look.more()
                        ? Multi.createFrom().items(look)
                        : Multi.createFrom().items(look, Look.LAST))
                .select()
                .first(look -> look != Look.LAST)
                .onItem()
                .transformToMultiAndConcatenate(look -> Multi.createFrom().iterable(look.events()));
    }

    /** What one look found, and whether there will be more. */
    private record Look(List<OutboundSseEvent> events, boolean more) {
        static final Look LAST = new Look(List.of(), false);
    }

    private Look news(List<Row> rows, Progress now, AtomicReference<UUID> seen, AtomicReference<String> last, Sse sse) {
        List<OutboundSseEvent> events = new ArrayList<>();
        for (Row row : rows) {
            seen.set(row.getUUID("event_id"));
            events.add(sse.newEventBuilder()
                    .id(row.getUUID("event_id").toString())
                    .name(row.getString("type"))
                    .data(write(new StoredEvent(
                            row.getString("type"),
                            row.getOffsetDateTime("at").toInstant(),
                            row.getString("actor"),
                            row.getJsonObject("detail").getMap())))
                    .build());
        }
        String text = write(now);
        if (!text.equals(last.getAndSet(text))) {
            events.add(sse.newEventBuilder().name("progress").data(text).build());
        }
        return new Look(events, !now.isFinal() || !rows.isEmpty());
    }

    /** A stored event as watchers get it. */
    record StoredEvent(String type, java.time.Instant at, String actor, java.util.Map<String, Object> detail) {}

    private Uni<List<Row>> since(TenantId tenant, CampaignId campaign, UUID seen) {
        return db.inTenant(tenant, connection -> connection
                .preparedQuery(SINCE)
                .execute(Tuple.of(tenant.value(), campaign.value(), seen, MAX_EVENTS_PER_LOOK))
                .map(rows -> {
                    List<Row> list = new ArrayList<>();
                    rows.forEach(list::add);
                    return list;
                }));
    }

    private String write(Object value) {
        try {
            return new String(json.writeValueAsBytes(value), UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
