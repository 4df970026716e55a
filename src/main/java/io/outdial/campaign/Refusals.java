package io.outdial.campaign;

import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;

/** Writes down why a scheduled campaign could not start, and when it is tried again. */
@ApplicationScoped
class Refusals {

    private static final Duration RETRY = Duration.ofMinutes(1);
    private static final Cause ENDED = Cause.of(
            "end_passed", "The campaign's end passed before it could start; move endAt, unschedule it or stop it.");

    private final TenantDb db;
    private final CampaignStore store;
    private final StageStore stages;

    Refusals(TenantDb db, CampaignStore store, StageStore stages) {
        this.db = db;
        this.store = store;
        this.stages = stages;
    }

    /**
     * Keeps the refusal in a transaction of its own, because the one that was refused is rolled back. A campaign that is
     * not scheduled any more is left alone. However often it is refused for one reason, there is one event.
     */
    Uni<Void> record(Command asked, Refusal refusal) {
        return db.inTenant(asked.tenant(), c -> store.look(c, asked.tenant(), asked.id())
                .chain(campaign -> record(c, asked, campaign, refusal)));
    }

    private Uni<Void> record(SqlConnection c, Command asked, Campaign campaign, Refusal refusal) {
        // Only moving the end can help one that is over, and an edit has it tried again.
        boolean over = campaign.endAt() != null && !campaign.endAt().isAfter(asked.now());
        Cause cause = over ? ENDED : refusal.cause();
        Instant again = over ? null : later(campaign.nextAttemptAt(), asked.now());
        return store.postpone(c, asked.tenant(), campaign, cause, again).chain(postponed -> {
            if (postponed == CampaignStore.Postponed.NOT_SCHEDULED) {
                return Uni.createFrom().voidItem();
            }
            Uni<Void> kept = stages.refused(c, asked.tenant(), asked.id(), refusal.view(), asked.now());
            return postponed == CampaignStore.Postponed.SAME_REASON
                    ? kept
                    : kept.chain(() -> store.event(
                            c,
                            asked.tenant(),
                            asked.id(),
                            CampaignEvent.ACTIVATION_REFUSED,
                            asked.by(),
                            new JsonObject().put("reason", cause.sentence()).put("cause", cause.stored()),
                            asked.now()));
        });
    }

    /** A person may try before the clock does: then the clock's time stays. */
    private static Instant later(Instant planned, Instant now) {
        return planned != null && planned.isAfter(now) ? planned : now.plus(RETRY);
    }
}
