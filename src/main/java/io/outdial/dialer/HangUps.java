package io.outdial.dialer;

import io.outdial.campaign.CallsInFlight;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Takes the wish to end a campaign's calls; the {@link Reaper} carries it out. */
@ApplicationScoped
class HangUps implements CallsInFlight {

    private final LiveStore live;

    HangUps(LiveStore live) {
        this.live = live;
    }

    @Override
    public Uni<Void> hangUp(SqlConnection connection, TenantId tenant, CampaignId campaign, Instant now) {
        return live.askToHangUp(tenant, connection, campaign, now);
    }
}
