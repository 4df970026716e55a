package io.outdial.insight;

import io.outdial.kernel.CampaignId;
import io.outdial.platform.Caller;
import io.outdial.platform.ProblemType;
import io.outdial.platform.Refuses;
import io.outdial.platform.Scopes;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.Instant;
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
    private final TimelineStore timelines;
    private final Caller caller;
    private final Clock clock;

    ReportResource(ReportStore reports, QualityReader quality, TimelineStore timelines, Caller caller, Clock clock) {
        this.reports = reports;
        this.quality = quality;
        this.timelines = timelines;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @Path("/report")
    @Refuses(ProblemType.QUERY_TOO_LONG)
    @Operation(
            summary =
                    "What a campaign achieved and what it cost: outcomes, dispositions, conversions, return on investment,"
                            + " the funnel of its people, by hour, weekday, city and version of the script")
    public Uni<CampaignReport> report(@RestPath CampaignId id) {
        return reports.read(caller.tenant(), id, Instant.now(clock));
    }

    @GET
    @Path("/quality")
    @Operation(summary = "What a campaign's quality guards see now, with their bounds and samples")
    public Uni<QualityView> quality(@RestPath CampaignId id) {
        return quality.read(caller.tenant(), id);
    }

    @GET
    @Path("/timeline")
    @Operation(
            summary =
                    "A campaign's calls by the time they ended, by hour of the day and by time zone, of the last 31 days",
            description =
                    "Quarters of an hour in which calls ended, the newest 96, and the fifty zones with most calls.")
    public Uni<Timeline> timeline(@RestPath CampaignId id) {
        return timelines.read(caller.tenant(), id, Instant.now(clock));
    }
}
