package io.outdial.insight;

import io.outdial.campaign.RunningCampaigns;
import io.outdial.dialer.CampaignPolicies;
import io.outdial.dialer.QualityStore;
import io.outdial.dialer.decide.QualityWindow;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Problem;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Reads what guards watch. */
@ApplicationScoped
class QualityReader {

    private final TenantDb db;
    private final RunningCampaigns campaigns;
    private final QualityStore store;

    QualityReader(TenantDb db, RunningCampaigns campaigns, QualityStore store) {
        this.db = db;
        this.campaigns = campaigns;
        this.store = store;
    }

    /** 404 when there is no such campaign. */
    Uni<QualityView> read(TenantId tenant, CampaignId id) {
        List<UUID> ids = List.of(id.value());
        return db.inTenant(tenant, connection -> campaigns
                .read(connection, tenant, ids)
                .map(found -> found.get(id))
                .chain(campaign -> campaign == null
                        ? Uni.createFrom().failure(Problem.notFound("campaign"))
                        : store.read(tenant, connection, ids)
                                .map(watched -> view(
                                        watched.getOrDefault(id.value(), QualityStore.Watched.NOTHING)
                                                .calls(),
                                        CampaignPolicies.quality(campaign.spec())))));
    }

    private static QualityView view(QualityWindow window, QualityWindow.Policy policy) {
        return new QualityView(
                window.sums().calls(),
                policy.lastCalls(),
                policy.within(),
                policy.minSample(),
                window.findings(policy).stream()
                        .map(each -> new QualityView.GuardView(
                                each.guard().code(),
                                each.threshold(),
                                each.observed(),
                                each.bound(),
                                each.closeness(),
                                each.sample(),
                                each.trips()))
                        .toList());
    }
}
