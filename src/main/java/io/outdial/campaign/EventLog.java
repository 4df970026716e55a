package io.outdial.campaign;

import static io.outdial.platform.Rows.time;

import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Writes what happens to campaigns. Events of a campaign are numbered from one without a gap, and who writes one waits for whoever
 * wrote the one before to commit or roll back: so they become visible in the order of their numbers, and a reader who goes on
 * after the last number it has seen gets each of the others once.
 */
final class EventLog {

    /** In the order of ids, so that two who note something in several campaigns never wait for each other in a ring. */
    private static final String COUNT = """
            insert into campaign_event_count as n (tenant_id, campaign_id, events)
            select $1, x.campaign_id, 1 from unnest($2::uuid[]) as x (campaign_id) order by x.campaign_id
            on conflict (tenant_id, campaign_id) do update set events = n.events + 1
            returning campaign_id, events""";

    private static final String INSERT = """
            insert into campaign_event (tenant_id, campaign_id, event_no, type, at, actor, detail)
            select $1, x.campaign_id, x.event_no, $4, $5, $6, $7
            from unnest($2::uuid[], $3::bigint[]) as x (campaign_id, event_no)""";

    private EventLog() {}

    /**
     * The same event in each of these campaigns. Others who write one there wait until the transaction ends.
     *
     * @param campaigns each once
     */
    static Uni<Void> add(
            SqlConnection c,
            TenantId tenant,
            List<UUID> campaigns,
            CampaignEvent type,
            String by,
            JsonObject detail,
            Instant now) {
        return c.preparedQuery(COUNT)
                .execute(Tuple.of(tenant.value(), campaigns.toArray(UUID[]::new)))
                .chain(rows -> {
                    List<UUID> ids = new ArrayList<>();
                    List<Long> numbers = new ArrayList<>();
                    rows.forEach(row -> {
                        ids.add(row.getUUID("campaign_id"));
                        numbers.add(row.getLong("events"));
                    });
                    Tuple values = Tuple.tuple()
                            .addValue(tenant.value())
                            .addValue(ids.toArray(UUID[]::new))
                            .addValue(numbers.toArray(Long[]::new))
                            .addValue(type.code())
                            .addValue(time(now))
                            .addValue(by)
                            .addValue(detail);
                    return c.preparedQuery(INSERT).execute(values);
                })
                .replaceWithVoid();
    }
}
