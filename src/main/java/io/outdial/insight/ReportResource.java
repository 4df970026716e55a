package io.outdial.insight;

import io.outdial.campaign.RunningCampaigns;
import io.outdial.dialer.CampaignPolicies;
import io.outdial.dialer.QualityStore;
import io.outdial.dialer.decide.QualityWindow;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Caller;
import io.outdial.platform.Problem;
import io.outdial.platform.Scopes;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** How well one campaign does. */
@Path("/api/v1/campaigns/{id}")
@RolesAllowed(Scopes.CAMPAIGNS_READ)
@Tag(name = "Watching")
public class ReportResource {

    private final ReportStore reports;
    private final QualityReader quality;
    private final Caller caller;
    private final Clock clock;

    ReportResource(ReportStore reports, QualityReader quality, Caller caller, Clock clock) {
        this.reports = reports;
        this.quality = quality;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @Path("/report")
    @Operation(
            summary =
                    "What a campaign achieved and what it cost: outcomes, dispositions, conversions, return on investment,"
                            + " by hour, city and version of the script")
    public Uni<CampaignReport> report(@RestPath CampaignId id) {
        return reports.read(caller.tenant(), id, Instant.now(clock));
    }

    @GET
    @Path("/quality")
    @Operation(summary = "What a campaign's quality guards see now, with their bounds and samples")
    public Uni<QualityView> quality(@RestPath CampaignId id) {
        return quality.read(caller.tenant(), id);
    }

    /** Reads what guards watch. */
    @Singleton
    static class QualityReader {
        private final TenantDb db;
        private final RunningCampaigns campaigns;
        private final QualityStore store;

        QualityReader(TenantDb db, RunningCampaigns campaigns, QualityStore store) {
            this.db = db;
            this.campaigns = campaigns;
            this.store = store;
        }

        private Uni<QualityView> read(TenantId tenant, CampaignId id) {
            List<java.util.UUID> ids = List.of(id.value());
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
                                    each.sample(),
                                    each.trips()))
                            .toList());
        }
    }
}
