package io.outdial.audience;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Whom an audience selects now. {@code matched} is {@code reachable} and everyone excluded.
 *
 * @param reachable customers who could be called now if it were an hour at which calls are allowed
 * @param excluded how many may not be called, by the first reason that applies; {@code frequency_cap} and {@code call_spacing}
 *     pass with time, the others keep a campaign from calling them at all
 * @param blocked what keeps such a campaign from calling anybody until somebody mends it: {@code registry_stale} or
 *     {@code regulation_not_allowed}; null when nothing does
 * @param matchedByAbsence how many match only because they lack a field that the query negates
 * @param breakdown those who match by {@code city}, {@code status} and {@code timeZone}
 * @param normalized the whole audience as one query
 * @param sample a few who match
 */
record AudiencePreview(
        long matched,
        long reachable,
        Map<String, Long> excluded,
        String blocked,
        long matchedByAbsence,
        Map<String, Breakdown> breakdown,
        JsonNode normalized,
        List<MatchedCustomer> sample) {

    /**
     * How those who match are spread over the values of a field.
     *
     * @param top the 20 values that most have, the most first
     * @param others how many have another value
     */
    record Breakdown(List<Part> top, long others) {}

    /** @param value null for those who have none; several time zones a person may be in are joined by {@code |} */
    @Schema(name = "BreakdownPart")
    record Part(String value, long customers) {}

    AudiencePreview masked() {
        return new AudiencePreview(
                matched,
                reachable,
                excluded,
                blocked,
                matchedByAbsence,
                breakdown,
                normalized,
                sample.stream().map(MatchedCustomer::masked).toList());
    }
}
