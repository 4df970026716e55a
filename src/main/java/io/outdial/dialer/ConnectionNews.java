package io.outdial.dialer;

import io.outdial.campaign.CampaignEvent;
import io.outdial.campaign.CampaignNotes;
import io.outdial.platform.TenantDb;
import io.outdial.telephony.ConnectionHealth;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import org.jboss.logging.Logger;

/** Tells running campaigns that a connection of theirs broke, and that it is well again. */
@ApplicationScoped
class ConnectionNews {

    private static final Logger LOG = Logger.getLogger(ConnectionNews.class);

    private final TenantDb db;
    private final CampaignNotes notes;

    ConnectionNews(TenantDb db, CampaignNotes notes) {
        this.db = db;
        this.notes = notes;
    }

    void tell(@ObservesAsync ConnectionHealth health) {
        JsonObject detail = new JsonObject()
                .put("connectionId", health.connection().toString())
                .put("name", health.name());
        if (health.reason() != null) {
            detail.put("reason", health.reason());
        }
        CampaignEvent type = health.broken() ? CampaignEvent.CONNECTION_BROKEN : CampaignEvent.CONNECTION_HEALTHY;
        db.inTenant(
                        health.tenant(),
                        c -> notes.aboutConnection(c, health.tenant(), health.connection(), type, detail, health.at()))
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("Campaigns were not told about a connection: %s", failure));
    }
}
