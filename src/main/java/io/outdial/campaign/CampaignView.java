package io.outdial.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A campaign as the API shows it: the document's fields, and where it stands beside them.
 *
 * @param stateReason why it is in this state, or why it could not be activated yet, or that its document cannot be read;
 *     then only the fields are shown that the service also keeps beside the document
 * @param stateCause the same as a code with its figures, when the service did it by itself; null when a person did
 * @param nextAttemptAt when a scheduled campaign is activated, or tried again
 * @param pinnedScriptVersion the script version its calls use, from scheduling on
 * @param progress only in a list that was asked to include it, and only of a campaign that was activated
 */
@Schema(name = "Campaign")
public record CampaignView(
        UUID id,
        CampaignState state,
        String stateReason,
        Cause.View stateCause,
        Instant stateChangedAt,
        String stateChangedBy,
        List<Action> allowedActions,
        @JsonUnwrapped CampaignSpec spec,
        Integer pinnedScriptVersion,
        Instant nextAttemptAt,
        long version,
        String createdBy,
        Instant createdAt,
        Instant updatedAt,
        Instant activatedAt,
        Instant finishedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) CampaignCounts progress) {

    static CampaignView of(Campaign c) {
        return of(c, null);
    }

    static CampaignView of(Campaign c, CampaignCounts progress) {
        return new CampaignView(
                c.id().value(),
                c.state(),
                c.unreadable() == null || c.state().terminal() ? c.stateReason() : c.unreadable(),
                c.unreadable() == null || c.state().terminal()
                        ? c.stateCause()
                        : new Cause.View(UnreadableSpec.CODE, Map.of()),
                c.stateChangedAt(),
                c.stateChangedBy(),
                Lifecycle.allowed(c.state()),
                c.spec(),
                c.scriptVersion(),
                c.nextAttemptAt(),
                c.version(),
                c.createdBy(),
                c.createdAt(),
                c.updatedAt(),
                c.activatedAt(),
                c.finishedAt(),
                progress);
    }
}
