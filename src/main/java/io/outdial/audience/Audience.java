package io.outdial.audience;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * Whom a campaign is for. Every part that is given narrows the audience; an absent or empty part says nothing.
 *
 * @param query the audience query, see docs/audience-query.md
 * @param everyone true to really mean all customers when no part says anything
 * @param cities any of these
 * @param neighborhoods interested in any of these
 * @param statuses any of these
 * @param attributes conditions of the query language by the field they are about
 */
public record Audience(
        JsonNode query,
        Boolean everyone,
        List<String> cities,
        List<String> neighborhoods,
        List<String> statuses,
        Interactions interactions,
        Map<String, JsonNode> attributes) {

    /**
     * What happened with a customer before.
     *
     * @param notContactedFor ISO 8601, such as {@code P30D}: last contacted longer ago than that, or never
     * @param maxPreviousCalls at most so many finished calls of ours
     * @param minPreviousCalls at least so many finished calls of ours
     * @param lastOutcomeIn the last call ended with one of these outcomes
     */
    public record Interactions(
            String notContactedFor, Integer maxPreviousCalls, Integer minPreviousCalls, List<String> lastOutcomeIn) {}
}
