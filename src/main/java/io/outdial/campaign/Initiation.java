package io.outdial.campaign;

import static io.outdial.campaign.Columns.time;

import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.outdial.tenant.Turns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Segmentation, allocation and execution of a campaign that passed its checks, inside the transaction of the activation. */
@ApplicationScoped
class Initiation {

    private static final String CAPACITY = NamedSql.load("campaign", "capacity");

    private final CampaignStore store;
    private final Segmentation segmentation;
    private final StageStore stages;
    private final ActiveTenants active;

    Initiation(CampaignStore store, Segmentation segmentation, StageStore stages, ActiveTenants active) {
        this.store = store;
        this.segmentation = segmentation;
        this.stages = stages;
        this.active = active;
    }

    Uni<Campaign> run(SqlConnection c, Command asked, Campaign campaign, Verdict verdict) {
        TenantId tenant = asked.tenant();
        Instant now = asked.now();
        return capacity(c, tenant, verdict)
                .chain(capacity -> store.move(c, tenant, campaign, Action.ACTIVATE, asked.by(), Cause.NONE, now)
                        .call(() -> segmentation
                                .run(c, tenant, campaign, verdict.audience(), now)
                                .call(counts -> allocate(c, tenant, campaign, verdict, capacity, counts, now))))
                // Last, because the dialer's claims wait for whoever holds this row.
                .call(() -> takeSlot(c, tenant, verdict))
                .call(() -> Turns.wish(c, tenant, now))
                .invoke(() -> active.seen(tenant));
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
        // It starts now, whatever was planned: a duration counts from here.
        Tuple values = Tuple.of(
                tenant.value(),
                campaign.id().value(),
                allocation.lines(),
                time(now),
                time(Columns.end(campaign.spec(), now)));
        return stages.started(c, tenant, campaign.id(), verdict, counts, allocation, now)
                .chain(() -> c.preparedQuery("update campaign set reserved_lines = $3, start_at = $4, end_at = $5"
                                + " where tenant_id = $1 and campaign_id = $2")
                        .execute(values))
                .replaceWithVoid();
    }

    private static Uni<Row> capacity(SqlConnection c, TenantId tenant, Verdict verdict) {
        return c.preparedQuery(CAPACITY)
                .execute(Tuple.of(tenant.value()))
                .map(rows -> rows.iterator().next())
                .invoke(row -> {
                    if (row.getInteger("active_campaigns") >= row.getInteger("max_active_campaigns")) {
                        throw verdict.noSlot();
                    }
                });
    }

    /** The guard that makes the limit exact: two starts at once meet here, and one goes back. */
    private static Uni<Void> takeSlot(SqlConnection c, TenantId tenant, Verdict verdict) {
        return c.preparedQuery(
                        "update tenant_capacity k set active_campaigns = k.active_campaigns + 1 from tenant t"
                                + " where k.tenant_id = $1 and t.tenant_id = $1 and k.active_campaigns < t.max_active_campaigns")
                .execute(Tuple.of(tenant.value()))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        throw verdict.noSlot();
                    }
                })
                .replaceWithVoid();
    }
}
