package io.outdial.campaign;

import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;

/** The live calls of a campaign; the room that placed them ends them. */
public interface CallsInFlight {

    /** Has them hung up once the transaction of {@code connection} is committed; whichever replica runs then does it. */
    Uni<Void> hangUp(SqlConnection connection, TenantId tenant, CampaignId campaign, Instant now);
}
