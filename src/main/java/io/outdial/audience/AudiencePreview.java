package io.outdial.audience;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * Whom an audience selects now. {@code matched} is {@code reachable} and everyone excluded.
 *
 * @param reachable customers who could be called: the number is valid, on no list, and the time zone known
 * @param excluded how many may not be called, by the first reason that applies; campaign lists, windows and caps are
 *     decided before each call and not here
 * @param matchedByAbsence how many match only because they lack a field that the query negates
 * @param normalized the whole audience as one query
 * @param sample the first few who match
 */
record AudiencePreview(
        long matched,
        long reachable,
        Map<String, Long> excluded,
        long matchedByAbsence,
        JsonNode normalized,
        List<MatchedCustomer> sample) {

    AudiencePreview masked() {
        return new AudiencePreview(
                matched,
                reachable,
                excluded,
                matchedByAbsence,
                normalized,
                sample.stream().map(MatchedCustomer::masked).toList());
    }
}
