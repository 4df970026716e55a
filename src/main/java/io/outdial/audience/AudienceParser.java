package io.outdial.audience;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outdial.audience.query.Contradictions;
import io.outdial.audience.query.Fields;
import io.outdial.audience.query.Node;
import io.outdial.audience.query.QueryException;
import io.outdial.audience.query.QueryParser;
import io.outdial.customer.CoreField;
import io.outdial.kernel.Outcome;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Joins the parts of an audience to one tree. The parts beside the query are written in its own language. */
final class AudienceParser {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> OUTCOMES =
            Arrays.stream(Outcome.values()).map(Outcome::code).collect(Collectors.toSet());

    private final QueryParser parser;
    private final List<Node> parts = new ArrayList<>();

    private AudienceParser(Fields fields, Instant now, ZoneId zone) {
        this.parser = new QueryParser(fields, now, zone);
    }

    /**
     * @param zone whose days calendar dates are: the tenant's
     * @throws QueryException when a part is wrong, when no part says anything, or when nobody can match
     */
    static Node parse(Audience audience, Fields fields, Instant now, ZoneId zone) {
        return new AudienceParser(fields, now, zone).parse(audience);
    }

    private Node parse(Audience audience) {
        if (audience.query() != null && !audience.query().isNull()) {
            parts.add(parser.query(audience.query(), "/query"));
        }
        anyOf(CoreField.CITY, audience.cities(), "/cities");
        anyOf(CoreField.NEIGHBORHOODS, audience.neighborhoods(), "/neighborhoods");
        anyOf(CoreField.STATUS, audience.statuses(), "/statuses");
        if (audience.interactions() != null) {
            interactions(audience.interactions());
        }
        if (audience.attributes() != null) {
            for (Map.Entry<String, JsonNode> entry : audience.attributes().entrySet()) {
                String pointer = QueryException.child("/attributes", entry.getKey());
                JsonNode value = entry.getValue() == null ? JSON.nullNode() : entry.getValue();
                parts.add(parser.attribute(entry.getKey(), value, pointer));
            }
        }
        Node all = Node.and(parts);
        if (all instanceof Node.And and
                && and.parts().isEmpty()
                && !audience.refersElsewhere()
                && !Boolean.TRUE.equals(audience.everyone())) {
            throw new QueryException(
                    "/query",
                    "empty_audience",
                    "The audience says nothing; add \"everyone\": true to mean all customers.");
        }
        Contradictions.refuse(all);
        return all;
    }

    private void anyOf(CoreField field, List<String> values, String pointer) {
        if (values != null && !values.isEmpty()) {
            parts.add(parser.condition(field.snake(), list(values, pointer), pointer));
        }
    }

    private void interactions(Audience.Interactions interactions) {
        String pointer = "/interactions/";
        if (interactions.notContactedFor() != null) {
            notContactedFor(interactions.notContactedFor(), pointer + "notContactedFor");
        }
        calls("$lte", interactions.maxPreviousCalls(), pointer + "maxPreviousCalls");
        calls("$gte", interactions.minPreviousCalls(), pointer + "minPreviousCalls");
        List<String> outcomes = interactions.lastOutcomeIn();
        if (outcomes != null && !outcomes.isEmpty()) {
            String place = pointer + "lastOutcomeIn";
            for (int i = 0; i < outcomes.size(); i++) {
                if (outcomes.get(i) == null || !OUTCOMES.contains(outcomes.get(i))) {
                    throw new QueryException(
                            place + "/" + i,
                            "unknown_outcome",
                            "An outcome is one of "
                                    + String.join(
                                            ", ", OUTCOMES.stream().sorted().toList()) + ".");
                }
            }
            parts.add(parser.condition(Fields.LAST_OUTCOME.name(), list(outcomes, place), place));
        }
        if (interactions.hadDisposition() != null
                && !interactions.hadDisposition().isEmpty()) {
            String place = pointer + "hadDisposition";
            parts.add(parser.condition(Fields.DISPOSITIONS.name(), list(interactions.hadDisposition(), place), place));
        }
        if (interactions.answeredBefore() != null) {
            ObjectNode answered = JSON.objectNode().put(interactions.answeredBefore() ? "$gte" : "$lt", 1);
            parts.add(parser.condition(Fields.ANSWERED_CALLS.name(), answered, pointer + "answeredBefore"));
        }
    }

    /** Longer ago than the period, or never: not contacted since. */
    private void notContactedFor(String period, String pointer) {
        if (!period.startsWith("P")) {
            throw notAPeriod(pointer);
        }
        ObjectNode since = JSON.objectNode();
        since.putObject("$not").putObject("$gte").put("$now", "-" + period);
        try {
            parts.add(parser.condition(Fields.LAST_CONTACTED.name(), since, pointer));
        } catch (QueryException e) {
            throw e.code().equals("relative_time") ? notAPeriod(pointer) : e;
        }
    }

    private static QueryException notAPeriod(String pointer) {
        return new QueryException(
                pointer, "not_a_period", "A period is written in ISO 8601, such as \"P30D\" or \"PT12H\".");
    }

    private void calls(String operator, Integer number, String pointer) {
        if (number == null) {
            return;
        }
        if (number < 0) {
            throw new QueryException(pointer, "out_of_range", "A number of calls is zero or more.");
        }
        parts.add(parser.condition(Fields.CALLS.name(), JSON.objectNode().put(operator, number), pointer));
    }

    private static ArrayNode list(List<String> values, String pointer) {
        ArrayNode list = JSON.arrayNode();
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) == null) {
                throw new QueryException(pointer + "/" + i, "missing", "A value is needed here.");
            }
            list.add(values.get(i));
        }
        return list;
    }
}
