package io.outdial.campaign;

import io.outdial.kernel.CampaignId;
import io.outdial.platform.Creates;
import io.outdial.platform.Idempotent;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.Refuses;
import io.outdial.platform.Scopes;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** What moves a campaign through its life. Planning needs one scope, letting calls begin or end another. */
@Path("/api/v1/campaigns/{id}")
@Tag(name = "Campaigns")
public class CampaignActionsResource {

    /** Why somebody does it; kept with the state. */
    @Schema(name = "ActionReason")
    public record Reason(@Size(max = 500) String reason) {
        static String of(Reason body, String otherwise) {
            return body == null || body.reason() == null ? otherwise : body.reason();
        }
    }

    private final CampaignService campaigns;
    private final CampaignActions actions;
    private final Activation activation;
    private final CampaignCaller caller;

    CampaignActionsResource(
            CampaignService campaigns, CampaignActions actions, Activation activation, CampaignCaller caller) {
        this.campaigns = campaigns;
        this.actions = actions;
        this.activation = activation;
        this.caller = caller;
    }

    @POST
    @Path("/validate")
    @RolesAllowed({Scopes.CAMPAIGNS_READ, Scopes.CAMPAIGNS_WRITE})
    @Refuses({ProblemType.TRANSITION_REFUSED, ProblemType.QUERY_TOO_LONG})
    @Operation(summary = "Run every check of the start; nothing changes")
    public Uni<Verdict.View> validate(@RestPath CampaignId id) {
        return actions.validate(caller.command(id, null)).map(Verdict::view);
    }

    @POST
    @Idempotent
    @Path("/schedule")
    @RolesAllowed(Scopes.CAMPAIGNS_LAUNCH)
    @Refuses({ProblemType.TRANSITION_REFUSED, ProblemType.CAMPAIGN_INVALID})
    @Operation(summary = "Schedule a draft; the script version is pinned, and the clock starts it at startAt")
    public Uni<RestResponse<CampaignView>> schedule(@RestPath CampaignId id, @RestHeader("If-Match") String ifMatch) {
        return actions.schedule(caller.command(id, ifMatch)).map(CampaignsResource::tagged);
    }

    @POST
    @Idempotent
    @Path("/unschedule")
    @RolesAllowed(Scopes.CAMPAIGNS_WRITE)
    @Refuses(ProblemType.TRANSITION_REFUSED)
    @Operation(summary = "Take a scheduled campaign back to draft")
    public Uni<RestResponse<CampaignView>> unschedule(@RestPath CampaignId id, @RestHeader("If-Match") String ifMatch) {
        return act(id, ifMatch, Action.UNSCHEDULE, null);
    }

    @POST
    @Idempotent
    @Path("/activate")
    @RolesAllowed(Scopes.CAMPAIGNS_LAUNCH)
    @Refuses({ProblemType.TRANSITION_REFUSED, ProblemType.CAMPAIGN_INVALID})
    @Operation(summary = "Start a scheduled campaign now; one that cannot start says why and is tried again")
    public Uni<RestResponse<CampaignView>> activate(@RestPath CampaignId id, @RestHeader("If-Match") String ifMatch) {
        return activation
                .run(caller.command(id, ifMatch))
                .invoke(campaign -> {
                    if (campaign.state() == CampaignState.FAILED) {
                        throw new Problem(
                                ProblemType.CAMPAIGN_INVALID,
                                campaign.stateReason(),
                                List.of(),
                                Map.of("currentState", campaign.state().code()));
                    }
                })
                .map(CampaignsResource::tagged);
    }

    @POST
    @Idempotent
    @Path("/pause")
    @RolesAllowed(Scopes.CAMPAIGNS_LAUNCH)
    @Refuses(ProblemType.TRANSITION_REFUSED)
    @Operation(summary = "Pause an active campaign; calls in flight end by themselves")
    public Uni<RestResponse<CampaignView>> pause(
            @RestPath CampaignId id, @RestHeader("If-Match") String ifMatch, @Valid Reason body) {
        return act(id, ifMatch, Action.PAUSE, Reason.of(body, "Paused by a user."));
    }

    @POST
    @Idempotent
    @Path("/resume")
    @RolesAllowed(Scopes.CAMPAIGNS_LAUNCH)
    @Refuses({ProblemType.TRANSITION_REFUSED, ProblemType.CAMPAIGN_INVALID})
    @Operation(summary = "Go on with a paused campaign where it stands")
    public Uni<RestResponse<CampaignView>> resume(@RestPath CampaignId id, @RestHeader("If-Match") String ifMatch) {
        return act(id, ifMatch, Action.RESUME, null);
    }

    @POST
    @Idempotent
    @Path("/stop")
    @RolesAllowed(Scopes.CAMPAIGNS_LAUNCH)
    @Refuses(ProblemType.TRANSITION_REFUSED)
    @Operation(summary = "Stop a campaign for good; calls in flight end or are hung up, open targets expire")
    public Uni<RestResponse<CampaignView>> stop(
            @RestPath CampaignId id, @RestHeader("If-Match") String ifMatch, @Valid StopRequest body) {
        return actions.stop(caller.command(id, ifMatch), body).map(CampaignsResource::tagged);
    }

    @POST
    @Idempotent
    @Path("/duplicate")
    @RolesAllowed(Scopes.CAMPAIGNS_WRITE)
    @Creates
    @Operation(summary = "Create a draft with the same settings, but for a new name and no start or end")
    public Uni<RestResponse<CampaignView>> duplicate(@RestPath CampaignId id) {
        return campaigns.duplicate(caller.command(id, null)).map(CampaignsResource::created);
    }

    private Uni<RestResponse<CampaignView>> act(CampaignId id, String ifMatch, Action action, String reason) {
        return actions.act(caller.command(id, ifMatch), action, reason).map(CampaignsResource::tagged);
    }
}
