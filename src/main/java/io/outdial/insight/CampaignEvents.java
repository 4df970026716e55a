package io.outdial.insight;

import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Rows;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One watcher's stream. Stored events come once each, from where the watcher left off. Everything else is told as it stands:
 * progress, the newest calls, what the guards see and how calls went over time, each whole and only when it has changed. So
 * whoever missed something, or could not keep up, has everything again with the next one: there is nothing to catch up with.
 */
@ApplicationScoped
class CampaignEvents {

    private static final Duration EVERY = Duration.ofMillis(500);
    private static final Duration CALLS_EVERY = Duration.ofSeconds(1);
    private static final Duration SUMS_EVERY = Duration.ofSeconds(5);
    private static final int MAX_EVENTS_PER_LOOK = 200;

    /** Misses none: events become visible in the order of their numbers (campaign_event_count). */
    private static final String SINCE = """
            select e.event_no, e.type, e.at, e.actor, e.detail
            from campaign_event e
            where e.tenant_id = $1 and e.campaign_id = $2 and e.event_no > $3
            order by e.event_no limit $4
            """;

    private final TenantDb db;
    private final ProgressStore progress;
    private final NewestCalls calls;
    private final QualityReader quality;
    private final TimelineStore timelines;
    private final Clock clock;

    CampaignEvents(
            TenantDb db,
            ProgressStore progress,
            NewestCalls calls,
            QualityReader quality,
            TimelineStore timelines,
            Clock clock) {
        this.db = db;
        this.progress = progress;
        this.calls = calls;
        this.quality = quality;
        this.timelines = timelines;
        this.clock = clock;
    }

    /** Who watches what. @param unmasked whether numbers are shown */
    record Watcher(TenantId tenant, CampaignId campaign, boolean unmasked) {}

    /** A look every half a second, as long as the watcher takes what it found; the stream ends with the campaign, or when its time is over. */
    Multi<OutboundSseEvent> watch(Watcher watcher, EventLines lines) {
        Multi<Long> looks = Multi.createFrom().ticks().every(EVERY).onOverflow().drop();
        return looks.onItem()
                .transformToUniAndConcatenate(look -> look(watcher, lines, Instant.now(clock)))
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

    private Uni<Look> look(Watcher watcher, EventLines lines, Instant now) {
        List<OutboundSseEvent> found = new ArrayList<>(lines.greeting(now));
        return since(watcher, lines.seen()).chain(stored -> progress.read(watcher.tenant(), watcher.campaign())
                .chain(standing -> {
                    stored.forEach(event -> found.add(lines.stored(event)));
                    boolean moved = found.addAll(lines.changed("progress", standing));
                    boolean over = standing.isFinal() && stored.isEmpty();
                    return calls(watcher, lines, over, moved || standing.inFlight() > 0, now)
                            .invoke(found::addAll)
                            .chain(() -> sums(watcher, lines, over, now))
                            .invoke(found::addAll)
                            .map(any -> {
                                found.addAll(lines.heartbeat(found.isEmpty(), now));
                                return new Look(found, !over && !lines.isOver(now));
                            });
                }));
    }

    private Uni<List<OutboundSseEvent>> calls(
            Watcher watcher, EventLines lines, boolean last, boolean moved, Instant now) {
        return lines.isDue("calls", last, moved, CALLS_EVERY, now)
                ? calls.read(watcher.tenant(), watcher.campaign(), watcher.unmasked())
                        .map(newest -> lines.changed("calls", Map.of("newest", newest)))
                : Uni.createFrom().item(List.of());
    }

    private Uni<List<OutboundSseEvent>> sums(Watcher watcher, EventLines lines, boolean last, Instant now) {
        if (!lines.isDue("sums", last, true, SUMS_EVERY, now)) {
            return Uni.createFrom().item(List.of());
        }
        return quality.read(watcher.tenant(), watcher.campaign()).chain(seen -> timelines
                .read(watcher.tenant(), watcher.campaign(), now)
                .map(timeline -> {
                    List<OutboundSseEvent> events = new ArrayList<>(lines.changed("quality", seen));
                    events.addAll(lines.changed("timeline", timeline));
                    return events;
                }));
    }

    private Uni<List<EventLines.Stored>> since(Watcher watcher, long seen) {
        Tuple values = Tuple.of(watcher.tenant().value(), watcher.campaign().value(), seen, MAX_EVENTS_PER_LOOK);
        return db.inTenant(
                watcher.tenant(),
                connection -> connection.preparedQuery(SINCE).execute(values).map(rows -> {
                    List<EventLines.Stored> list = new ArrayList<>();
                    rows.forEach(row -> list.add(new EventLines.Stored(
                            row.getLong("event_no"),
                            row.getString("type"),
                            Rows.instant(row, "at"),
                            row.getString("actor"),
                            row.getJsonObject("detail").getMap())));
                    return list;
                }));
    }
}
