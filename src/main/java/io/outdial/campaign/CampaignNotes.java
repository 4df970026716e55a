package io.outdial.campaign;

import io.outdial.kernel.TenantId;
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
                            : EventLog.add(c, tenant, campaigns, type, "telephony", detail, now);
                });
    }
}
