package io.outdial.campaign;

import static io.outdial.platform.Rows.time;

import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Notes in the event streams of running campaigns about what happens around them. */
@ApplicationScoped
public class CampaignNotes {

    private static final int MAX_CAMPAIGNS = 1_000;

    /** Notes something about a telephony connection in every active campaign whose calls may take it. */
    public Uni<Void> aboutConnection(
            SqlConnection c, TenantId tenant, UUID connection, CampaignEvent type, JsonObject detail, Instant now) {
        return c.preparedQuery("select campaign_id from campaign where tenant_id = $1 and state = 'active'"
                        + " and coalesce(spec #>> '{calls,connectionId}', $2) = $2 order by campaign_id limit $3")
                .execute(Tuple.of(tenant.value(), connection.toString(), MAX_CAMPAIGNS))
                .chain(rows -> {
                    List<UUID> campaigns = new ArrayList<>();
                    rows.forEach(row -> campaigns.add(row.getUUID("campaign_id")));
                    return campaigns.isEmpty()
                            ? Uni.createFrom().voidItem()
                            : insert(c, tenant, campaigns, type, detail, now);
                });
    }

    private static Uni<Void> insert(
            SqlConnection c,
            TenantId tenant,
            List<UUID> campaigns,
            CampaignEvent type,
            JsonObject detail,
            Instant now) {
        Tuple values = Tuple.of(
                tenant.value(),
                campaigns.toArray(UUID[]::new),
                campaigns.stream().map(each -> Uuid7.next()).toArray(UUID[]::new),
                type.code(),
                time(now),
                detail);
        return c.preparedQuery("insert into campaign_event (tenant_id, campaign_id, event_id, type, at, actor, detail)"
                        + " select $1, x.campaign_id, x.event_id, $4, $5, 'telephony', $6"
                        + " from unnest($2::uuid[], $3::uuid[]) as x (campaign_id, event_id)")
                .execute(values)
                .replaceWithVoid();
    }
}
