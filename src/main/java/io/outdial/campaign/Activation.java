package io.outdial.campaign;

import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import org.jboss.logging.Logger;

/** The start of a campaign: validation, segmentation, allocation and execution in one transaction, all or nothing. */
@ApplicationScoped
class Activation {

    private static final Logger LOG = Logger.getLogger(Activation.class);
    private static final String CAPACITY = NamedSql.load("campaign", "capacity");

    private final TenantDb db;
    private final CampaignStore store;
    private final Validation validation;
    private final Segmentation segmentation;
    private final Transitions transitions;
    private final StageStore stages;

    Activation(
            TenantDb db,
            CampaignStore store,
            Validation validation,
            Segmentation segmentation,
            Transitions transitions,
            StageStore stages) {
        this.db = db;
        this.store = store;
        this.validation = validation;
        this.segmentation = segmentation;
        this.transitions = transitions;
        this.stages = stages;
    }

    /**
     * Activates a scheduled campaign. What cannot be mended by waiting fails it: content that is gone, or a segmentation
     * that the database refuses twice.
     *
     * @return the campaign, active or failed; a failure of 409 or 422 when it stays scheduled
     */
    Uni<Campaign> run(TenantId tenant, CampaignId id, String ifMatch, String by, Instant now) {
        Uni<Campaign> attempt = db.inTenant(tenant, c -> attempt(c, tenant, id, ifMatch, by, now));
        return attempt.onFailure(failure -> !(failure instanceof Problem || failure instanceof UnreadableSpec))
                .retry()
                .atMost(1)
                .onFailure(failure -> !(failure instanceof Problem || failure instanceof UnreadableSpec))
                .recoverWithUni(failure -> {
                    LOG.errorf(failure, "Campaign %s cannot be segmented", id);
                    return db.inTenant(tenant, c -> store.read(c, tenant, id)
                            .chain(campaign -> transitions.apply(
                                    c,
                                    tenant,
                                    campaign,
                                    Action.FAIL,
                                    "engine",
                                    "The segmentation failed twice.",
                                    now)));
                });
    }

    private Uni<Campaign> attempt(
            SqlConnection c, TenantId tenant, CampaignId id, String ifMatch, String by, Instant now) {
        return store.read(c, tenant, id).chain(campaign -> {
            Lifecycle.require(campaign.state(), Action.ACTIVATE);
            io.outdial.platform.Versions.allowMatch(ifMatch, campaign.version());
            return validation
                    .check(c, tenant, campaign.spec(), campaign.scriptVersion(), now)
                    .chain(verdict -> {
                        if (verdict.contentIsGone()) {
                            return transitions.apply(c, tenant, campaign, Action.FAIL, by, verdict.reason(), now);
                        }
                        return start(c, tenant, campaign, verdict.require(), by, now);
                    });
        });
    }

    private Uni<Campaign> start(
            SqlConnection c, TenantId tenant, Campaign campaign, Verdict verdict, String by, Instant now) {
        return capacity(c, tenant).chain(capacity -> store.move(c, tenant, campaign, Action.ACTIVATE, by, null, now)
                .call(() -> segmentation
                        .run(c, tenant, campaign, verdict.audience(), now)
                        .call(counts -> allocate(c, tenant, campaign, verdict, capacity, counts, now)))
                // Last, because the dialer's claims wait for whoever holds this row.
                .call(() -> takeSlot(c, tenant))
                .call(() -> store.wake(c, tenant, now)));
    }

    private Uni<Void> allocate(
            SqlConnection c,
            TenantId tenant,
            Campaign campaign,
            Verdict verdict,
            Row capacity,
            Segmentation.Counts counts,
            Instant now) {
        Allocation allocation = Allocation.of(
                campaign.spec(),
                capacity.getInteger("max_concurrent_calls"),
                capacity.getInteger("max_active_campaigns"),
                capacity.getDouble("answer_rate"),
                counts.reachable());
        return stages.started(c, tenant, campaign.id(), verdict, counts, allocation, now)
                .chain(() -> c.preparedQuery(
                                "update campaign set reserved_lines = $3 where tenant_id = $1 and campaign_id = $2")
                        .execute(Tuple.of(tenant.value(), campaign.id().value(), allocation.lines())))
                .replaceWithVoid();
    }

    private static Uni<Row> capacity(SqlConnection c, TenantId tenant) {
        return c.preparedQuery(CAPACITY)
                .execute(Tuple.of(tenant.value()))
                .map(rows -> rows.iterator().next())
                .invoke(row -> {
                    if (row.getInteger("active_campaigns") >= row.getInteger("max_active_campaigns")) {
                        throw noSlot();
                    }
                });
    }

    /** The guard that makes the limit exact: two starts at once meet here, and one goes back. */
    private static Uni<Void> takeSlot(SqlConnection c, TenantId tenant) {
        return c.preparedQuery(
                        "update tenant_capacity k set active_campaigns = k.active_campaigns + 1 from tenant t"
                                + " where k.tenant_id = $1 and t.tenant_id = $1 and k.active_campaigns < t.max_active_campaigns")
                .execute(Tuple.of(tenant.value()))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        throw noSlot();
                    }
                })
                .replaceWithVoid();
    }

    private static Problem noSlot() {
        return new Problem(
                ProblemType.CONFLICT,
                "The tenant has as many active campaigns as its limit allows.",
                java.util.List.of(),
                Map.of("limit", "maxActiveCampaigns"));
    }
}
