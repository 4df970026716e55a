package io.outdial.campaign;

import static io.outdial.campaign.Columns.time;

import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.outdial.platform.Planner;
import io.outdial.tenant.Turns;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** State changes with all that belongs to them, inside the transaction of whoever asks. */
@ApplicationScoped
public class Transitions {

    private static final String EXPIRE = NamedSql.load("campaign", "expire-open-targets");
    private static final String FORGET = NamedSql.load("campaign", "forget-open-targets");

    private final CampaignStore store;
    private final CallsInFlight calls;

    Transitions(CampaignStore store, CallsInFlight calls) {
        this.store = store;
        this.calls = calls;
    }

    /**
     * Pauses an active campaign; calls in flight end by themselves.
     *
     * @param by who or what asks, such as {@code guard}
     * @return false when it was not active, and nothing was done
     */
    public Uni<Boolean> pause(SqlConnection c, TenantId tenant, CampaignId id, String by, Cause cause, Instant now) {
        return whenAllowed(c, tenant, id, Action.PAUSE, by, cause, now);
    }

    /** Keeps an event of the engine that changes no state. */
    Uni<Void> note(
            SqlConnection c, TenantId tenant, CampaignId id, CampaignEvent type, JsonObject detail, Instant now) {
        return store.event(c, tenant, id, type, "engine", detail, now);
    }

    /**
     * Pauses an active campaign and keeps the figures that made it necessary as an event of type {@code guard_tripped}.
     *
     * @return false when it was not active, and nothing was done
     */
    public Uni<Boolean> pauseWith(
            SqlConnection c, TenantId tenant, CampaignId id, String by, Cause cause, Instant now) {
        return pause(c, tenant, id, by, cause, now)
                .call(paused -> paused
                        ? store.event(c, tenant, id, CampaignEvent.GUARD_TRIPPED, by, cause.figures(), now)
                        : Uni.createFrom().voidItem());
    }

    /**
     * Ends a campaign for a critical error; its open targets expire.
     *
     * @return false when it had ended before, and nothing was done
     */
    public Uni<Boolean> fail(SqlConnection c, TenantId tenant, CampaignId id, String by, Cause cause, Instant now) {
        return whenAllowed(c, tenant, id, Action.FAIL, by, cause, now);
    }

    /**
     * Ends an active campaign that has nothing left or whose end has come; calls in flight end, open targets expire.
     *
     * @return false when it was not active, and nothing was done
     */
    Uni<Boolean> complete(SqlConnection c, TenantId tenant, CampaignId id, String by, Cause cause, Instant now) {
        return whenAllowed(c, tenant, id, Action.COMPLETE, by, cause, now);
    }

    /** Has a stopped campaign's calls hung up. */
    Uni<Void> hangUp(SqlConnection c, TenantId tenant, CampaignId id, Instant now) {
        return calls.hangUp(c, tenant, id, now);
    }

    private Uni<Boolean> whenAllowed(
            SqlConnection c, TenantId tenant, CampaignId id, Action action, String by, Cause cause, Instant now) {
        return store.look(c, tenant, id)
                .chain(campaign -> Lifecycle.next(campaign.state(), action).isEmpty()
                        ? Uni.createFrom().item(false)
                        : apply(c, tenant, campaign, action, by, cause, now).replaceWith(true));
    }

    /** Every transition but scheduling and activation, which have more to do first. */
    Uni<Campaign> apply(
            SqlConnection c, TenantId tenant, Campaign from, Action action, String by, Cause cause, Instant now) {
        CampaignState to = Lifecycle.require(from.state(), action);
        Uni<Campaign> changed = Uni.createFrom().deferred(() -> store.move(c, tenant, from, action, by, cause, now));
        // Counters before the turn, in the order of whoever settles calls: the two never wait for each other in a ring.
        Uni<Campaign> move = (action == Action.RESUME
                        ? changed.call(() -> restartWindows(c, tenant, from.id()))
                        : changed)
                .call(() -> Turns.wish(c, tenant, now));
        if (!to.terminal() || !from.state().holdsSlot()) {
            return move;
        }
        // The capacity row first, as the dialer does, so that the two never wait for each other in a ring.
        return lockCapacity(c, tenant)
                .chain(() -> move)
                .call(() -> expire(c, tenant, from.id(), now))
                .call(() -> finishExecution(c, tenant, from.id(), to, now))
                .call(() -> releaseSlot(c, tenant));
    }

    /** Guards and pacing judge a resumed campaign by the calls that are still to come. */
    private static Uni<Void> restartWindows(SqlConnection c, TenantId tenant, CampaignId id) {
        return c.preparedQuery("update campaign_counter set live_conversations = 0, live_successes = 0"
                        + " where tenant_id = $1 and campaign_id = $2")
                .execute(Tuple.of(tenant.value(), id.value()))
                .chain(() -> c.preparedQuery(
                                "update campaign_quality set calls = '' where tenant_id = $1 and campaign_id = $2")
                        .execute(Tuple.of(tenant.value(), id.value())))
                .replaceWithVoid();
    }

    private static Uni<Void> lockCapacity(SqlConnection c, TenantId tenant) {
        return c.preparedQuery("select from tenant_capacity where tenant_id = $1 for no key update")
                .execute(Tuple.of(tenant.value()))
                .replaceWithVoid();
    }

    private static Uni<Void> expire(SqlConnection c, TenantId tenant, CampaignId id, Instant now) {
        return Planner.joinSets(c)
                .chain(() -> c.preparedQuery(EXPIRE).execute(Tuple.of(tenant.value(), id.value(), time(now))))
                .chain(() -> c.preparedQuery(FORGET).execute(Tuple.of(tenant.value(), id.value())))
                .replaceWithVoid();
    }

    private static Uni<Void> finishExecution(
            SqlConnection c, TenantId tenant, CampaignId id, CampaignState to, Instant now) {
        return c.preparedQuery("update campaign_stage set state = $3, finished_at = $4"
                        + " where tenant_id = $1 and campaign_id = $2 and stage = 'execution'")
                .execute(Tuple.of(
                        tenant.value(), id.value(), to == CampaignState.FAILED ? "failed" : "succeeded", time(now)))
                .replaceWithVoid();
    }

    private static Uni<Void> releaseSlot(SqlConnection c, TenantId tenant) {
        return c.preparedQuery(
                        "update tenant_capacity set active_campaigns = active_campaigns - 1 where tenant_id = $1")
                .execute(Tuple.of(tenant.value()))
                .replaceWithVoid();
    }
}
