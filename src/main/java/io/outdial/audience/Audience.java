package io.outdial.audience;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Whom a campaign is for. Every part that is given narrows the audience; an absent or empty part says nothing.
 *
 * @param query the audience query, see docs/audience-query.md
 * @param everyone true to really mean all customers when no part says anything
 * @param cities any of these
 * @param neighborhoods interested in any of these
 * @param statuses any of these
 * @param attributes conditions of the query language by the field they are about
 * @param savedAudienceId an audience kept under a name, as it is when this one is used
 * @param followUp what became of them in an earlier campaign
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Audience(
        JsonNode query,
        Boolean everyone,
        List<String> cities,
        List<String> neighborhoods,
        List<String> statuses,
        Interactions interactions,
        Map<String, JsonNode> attributes,
        UUID savedAudienceId,
        FollowUp followUp) {

    /** Whom this query selects. */
    public static Audience asking(JsonNode query) {
        return new Audience(query, null, null, null, null, null, null, null, null);
    }

    /** Everyone of whom this is true. */
    public static Audience following(FollowUp followUp) {
        return new Audience(null, null, null, null, null, null, null, null, followUp);
    }

    /** Whether a part beside the conditions on fields narrows it. */
    public boolean refersElsewhere() {
        return savedAudienceId != null || followUp != null;
    }

    /** Whether it has something that narrows it other than lists: a query, or one of the references. */
    public boolean says() {
        return (query != null && !query.isNull()) || refersElsewhere();
    }

    /**
     * What happened with a customer before.
     *
     * @param notContactedFor ISO 8601, such as {@code P30D}: last contacted longer ago than that, or never
     * @param maxPreviousCalls at most so many finished calls of ours
     * @param minPreviousCalls at least so many finished calls of ours
     * @param lastOutcomeIn the last call ended with one of these outcomes
     * @param hadDisposition some call ended with one of these dispositions
     * @param answeredBefore whether a person answered a call of ours; null does not ask
     */
    public record Interactions(
            String notContactedFor,
            Integer maxPreviousCalls,
            Integer minPreviousCalls,
            List<String> lastOutcomeIn,
            List<String> hadDisposition,
            Boolean answeredBefore) {}

    /**
     * Targets of an earlier campaign of whom all that is given is true.
     *
     * @param states final states, any of these
     * @param lastOutcomes how the last call ended, any of these
     * @param dispositions what the last conversation achieved, any of these
     * @param outcomeTimes at least so many calls of the campaign ended with this outcome, such as {@code no_answer: 3}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FollowUp(
            UUID campaignId,
            List<String> states,
            List<String> lastOutcomes,
            List<String> dispositions,
            Map<String, Integer> outcomeTimes) {}
}
