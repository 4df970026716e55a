package io.outdial.campaign;

import io.outdial.audience.Audience;
import io.outdial.audience.AudiencesResource;
import io.outdial.audience.SavedAudience;
import io.outdial.audience.SavedAudiences;
import io.outdial.kernel.CampaignId;
import io.outdial.platform.Creates;
import io.outdial.platform.Idempotent;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.Scopes;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** From what happened in a campaign to the audience of the next. */
@Path("/api/v1/campaigns/{id}/follow-up")
@Tag(name = "Campaigns")
public class FollowUpResource {

    private final TenantDb db;
    private final CampaignStore store;
    private final SavedAudiences audiences;
    private final CampaignCaller caller;

    FollowUpResource(TenantDb db, CampaignStore store, SavedAudiences audiences, CampaignCaller caller) {
        this.db = db;
        this.store = store;
        this.audiences = audiences;
        this.caller = caller;
    }

    @POST
    @Idempotent
    @RolesAllowed(Scopes.CAMPAIGNS_WRITE)
    @Creates
    @Operation(
            summary = "Save an audience of those with whom the campaign ended in a certain way",
            description = "Such as everyone who asked to be called back (dispositions: callback_requested), or whom it"
                    + " tried three times in vain (outcomeTimes: {no_answer: 3}). Of a campaign that still runs it is"
                    + " taken when it is used.")
    public Uni<RestResponse<SavedAudience>> create(@RestPath CampaignId id, @NotNull @Valid FollowUpDraft draft) {
        return db.inTenant(caller.tenant(), c -> store.look(c, caller.tenant(), id))
                .invoke(FollowUpResource::requireTargets)
                .chain(() -> audiences.create(
                        caller.tenant(), draft.name(), draft.audience(id), caller.name(), caller.sight(), caller.now()))
                .onFailure(Problem.class)
                .transform(failure -> ((Problem) failure).relativeTo("/audience/followUp"))
                .map(AudiencesResource::created);
    }

    private static void requireTargets(Campaign campaign) {
        if (campaign.activatedAt() == null) {
            throw new Problem(ProblemType.CONFLICT, "The campaign was never active, so there is nothing to follow up.");
        }
    }

    /**
     * What the targets have in common; all that is given must be true.
     *
     * @param name of the saved audience
     * @param states final states of a target, any of these
     * @param lastOutcomes how the last call ended, any of these
     * @param dispositions what the last conversation achieved, any of these
     * @param outcomeTimes at least so many calls ended with this outcome
     */
    public record FollowUpDraft(
            @NotBlank @Size(max = 200) String name,

            List<String> states,
            List<String> lastOutcomes,
            List<String> dispositions,
            Map<String, Integer> outcomeTimes) {

        private Audience audience(CampaignId id) {
            return Audience.following(
                    new Audience.FollowUp(id.value(), states, lastOutcomes, dispositions, outcomeTimes));
        }
    }
}
