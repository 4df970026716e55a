package io.outdial.customer;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An attribute and what its customers hold.
 *
 * @param type text, number, boolean, date or timestamp
 * @param declared false while its type is the one that imports inferred
 * @param fits values that have the type
 * @param misfits values that do not; they are kept and searched as text
 * @param dryRun present after a change of type: whether nothing was stored
 * @param campaigns present after a change of type: those that name the attribute, before and after
 * @param audiences present after a change of type: the saved audiences that name the attribute, before and after
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AttributeReport(
        String name,
        String type,
        boolean declared,
        long version,
        long fits,
        long misfits,
        Boolean dryRun,
        List<Affected> campaigns,
        List<Affected> audiences) {

    /**
     * A campaign that names the attribute in its audience, or a saved audience that does.
     *
     * @param state the campaign's; absent of a saved audience
     * @param matchedBefore whom it selected; absent when the audience was not valid
     * @param matchedAfter whom it selects with the new type; absent when the audience is not valid with it
     * @param changes whether it selects another number of customers, or became valid or invalid
     * @param problem why it is not valid with the new type
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "AttributeUse")
    public record Affected(
            UUID id,
            String name,
            String state,
            Long matchedBefore,
            Long matchedAfter,
            boolean changes,
            String problem) {}

    AttributeReport after(boolean trial, List<Affected> changedCampaigns, List<Affected> changedAudiences) {
        return new AttributeReport(
                name, type, declared, version, fits, misfits, trial, changedCampaigns, changedAudiences);
    }
}
