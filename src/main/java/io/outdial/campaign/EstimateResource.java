package io.outdial.campaign;

import io.outdial.kernel.CampaignId;
import io.outdial.platform.ProblemType;
import io.outdial.platform.Refuses;
import io.outdial.platform.Scopes;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** What a campaign would come to, before anybody is called. */
@Path("/api/v1/campaigns/{id}/estimate")
@Tag(name = "Campaigns")
public class EstimateResource {

    private final Estimates estimates;
    private final CampaignCaller caller;

    EstimateResource(Estimates estimates, CampaignCaller caller) {
        this.estimates = estimates;
        this.caller = caller;
    }

    @GET
    @RolesAllowed(Scopes.CAMPAIGNS_READ)
    @Refuses(ProblemType.QUERY_TOO_LONG)
    @Operation(
            summary = "How many people a campaign would call if it started now, and at what cost",
            description = "From its audience as it is at this moment and from the answer rate and cost of all the"
                    + " tenant's calls so far. Each call is taken to be answered with that rate, independently, until"
                    + " the attempts are used up. A draft without an audience calls nobody.")
    public Uni<Estimate> estimate(@RestPath CampaignId id) {
        return estimates.of(caller.tenant(), id, caller.sight(), caller.now());
    }
}
