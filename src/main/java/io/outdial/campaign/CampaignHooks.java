package io.outdial.campaign;

import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.outdial.webhook.EventType;
import io.outdial.webhook.Outbox;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** Tells webhooks what happens to campaigns: every change of state, and the figures of a guard that tripped. */
@ApplicationScoped
class CampaignHooks {

    private static final Map<String, EventType> TYPES = Map.of(
            Action.SCHEDULE.code(), EventType.CAMPAIGN_SCHEDULED,
            Action.UNSCHEDULE.code(), EventType.CAMPAIGN_UNSCHEDULED,
            Action.ACTIVATE.code(), EventType.CAMPAIGN_ACTIVATED,
            Action.PAUSE.code(), EventType.CAMPAIGN_PAUSED,
            Action.RESUME.code(), EventType.CAMPAIGN_RESUMED,
            Action.STOP.code(), EventType.CAMPAIGN_STOPPED,
            Action.COMPLETE.code(), EventType.CAMPAIGN_COMPLETED,
            Action.FAIL.code(), EventType.CAMPAIGN_FAILED);

    /** Who asks for a change when nobody does. */
    private static final Set<String> AUTOMATIC = Set.of("clock", "engine", "guard", "budget", "telephony");

    private final Outbox outbox;

    CampaignHooks(Outbox outbox) {
        this.outbox = outbox;
    }

    /** @param detail as kept with the campaign's event of this type */
    Uni<Void> happened(
            SqlConnection c,
            TenantId tenant,
            CampaignId id,
            CampaignEvent type,
            String by,
            JsonObject detail,
            Instant now) {
        JsonObject data = new JsonObject().put("campaignId", id.toString());
        return switch (type) {
            case STATE_CHANGED ->
                outbox.add(c, tenant, TYPES.get(detail.getString("action")), change(data, by, detail), now);
            case GUARD_TRIPPED -> outbox.add(c, tenant, EventType.CAMPAIGN_GUARD_TRIPPED, data.mergeIn(detail), now);
            case ACTIVATION_REFUSED, ATTEMPTS_HELD, CONNECTION_BROKEN, CONNECTION_HEALTHY ->
                Uni.createFrom().voidItem();
        };
    }

    /** What a person gives as a reason is free text and may say anything about anybody: it stays here. */
    private static JsonObject change(JsonObject data, String by, JsonObject detail) {
        boolean automatic = AUTOMATIC.contains(by);
        data.put("from", detail.getString("from"))
                .put("to", detail.getString("to"))
                .put("automatic", automatic);
        return automatic ? data.put("by", by).put("reason", detail.getString("reason")) : data;
    }
}
