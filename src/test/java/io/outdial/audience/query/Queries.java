package io.outdial.audience.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outdial.customer.AttributeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random queries over a few fields of every type and source, with values that their customers often have. */
public final class Queries {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    public static final List<String> TEXTS =
            List.of("a", "b", "B", "ab", "aab", "é", "É", "x y", "1", "n/a", "مكة", "😀");
    public static final List<Double> NUMBERS = List.of(-2.5, 0.0, 1.0, 2.0, 3.0, 1e15);
    public static final List<String> DATES = List.of("2024-01-31", "2024-02-01", "2026-06-15");
    public static final List<String> TIMES = List.of(
            "2024-01-31T21:00:00Z", "2024-02-01T00:00:00+03:00", "2026-06-15T12:00:00Z", "2024-02-01T00:00:00Z");

    /** Fields by the name a query says, with their types. */
    public static final Map<String, AttributeType> FIELDS = Map.ofEntries(
            Map.entry("neighborhoods", AttributeType.TEXT),
            Map.entry("city", AttributeType.TEXT),
            Map.entry("name", AttributeType.TEXT),
            Map.entry("lastOutcome", AttributeType.TEXT),
            Map.entry("last_contacted", AttributeType.TIMESTAMP),
            Map.entry("consentAt", AttributeType.TIMESTAMP),
            Map.entry("calls", AttributeType.NUMBER),
            Map.entry("answered_calls", AttributeType.NUMBER),
            Map.entry("dispositions", AttributeType.TEXT),
            Map.entry("attributes.calls", AttributeType.NUMBER),
            Map.entry("word", AttributeType.TEXT),
            Map.entry("num", AttributeType.NUMBER),
            Map.entry("day", AttributeType.DATE),
            Map.entry("at", AttributeType.TIMESTAMP),
            Map.entry("flag", AttributeType.BOOLEAN),
            Map.entry("car.loan", AttributeType.NUMBER));

    private static final List<String> PATTERN_PARTS = List.of(
            "a",
            "b",
            "B",
            ".",
            "a*",
            "b+?",
            "[ab]",
            "[^a-c]",
            "[A-Z]{1,2}",
            "(?:a|é)",
            "(ab|b){2,}",
            "\\w",
            "\\W",
            "\\d+",
            "\\s?",
            "[\\d/]",
            "[-é]",
            "\\/",
            "É",
            "م",
            "😀?",
            "(a?b?)*",
            "n");

    private Queries() {}

    public static Arbitrary<JsonNode> queries() {
        return query(3);
    }

    /** Several conditions on one field at once, which often exclude each other. */
    public static Arbitrary<JsonNode> conjunctions() {
        return Arbitraries.of(FIELDS.keySet().stream().sorted().toList()).flatMap(name -> {
            Arbitrary<JsonNode> one = condition(FIELDS.get(name)).map(condition -> object(name, condition));
            Arbitrary<JsonNode> denied = one.map(each -> object("$nor", array(List.of(each))));
            return Arbitraries.frequencyOf(Tuple.of(3, one), Tuple.of(1, denied))
                    .list()
                    .ofMinSize(1)
                    .ofMaxSize(3)
                    .map(parts -> object("$and", array(parts)));
        });
    }

    private static Arbitrary<JsonNode> query(int depth) {
        Arbitrary<JsonNode> leaf = Arbitraries.frequencyOf(Tuple.of(20, field()), Tuple.of(1, existence()));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<JsonNode> several =
                Combinators.combine(leaf, query(depth - 1)).as(Queries::merged);
        return Arbitraries.frequencyOf(Tuple.of(3, leaf), Tuple.of(1, several), Tuple.of(4, logic(query(depth - 1))));
    }

    private static Arbitrary<JsonNode> logic(Arbitrary<JsonNode> parts) {
        return Combinators.combine(
                        Arbitraries.of("$and", "$or", "$nor"),
                        parts.list().ofMinSize(1).ofMaxSize(3))
                .as((operator, list) -> object(operator, array(list)));
    }

    private static JsonNode merged(JsonNode a, JsonNode b) {
        ObjectNode both = a.deepCopy();
        b.properties().forEach(entry -> both.set(entry.getKey(), entry.getValue()));
        return both;
    }

    private static Arbitrary<JsonNode> existence() {
        return Combinators.combine(Arbitraries.of("nobody", "car", "num"), Arbitraries.of(true, false))
                .as((name, there) -> object(name, object("$exists", JSON.booleanNode(there))));
    }

    private static Arbitrary<JsonNode> field() {
        return Arbitraries.of(FIELDS.keySet().stream().sorted().toList())
                .flatMap(name -> condition(FIELDS.get(name)).map(condition -> object(name, condition)));
    }

    private static Arbitrary<JsonNode> condition(AttributeType type) {
        Arbitrary<JsonNode> bare = Arbitraries.oneOf(
                value(type),
                Arbitraries.just(JSON.nullNode()),
                orNull(value(type)).list().ofMinSize(1).ofMaxSize(3).map(Queries::array));
        return Arbitraries.frequencyOf(Tuple.of(1, bare), Tuple.of(4, operators(type, 2, false)));
    }

    private static Arbitrary<JsonNode> orNull(Arbitrary<JsonNode> values) {
        return values.injectNull(0.1).map(value -> value == null ? JSON.nullNode() : value);
    }

    private static Arbitrary<JsonNode> operators(AttributeType type, int depth, boolean oneValue) {
        return operator(type, depth, oneValue).list().ofMinSize(1).ofMaxSize(3).map(list -> {
            ObjectNode all = JSON.objectNode();
            list.forEach(each -> each.properties().forEach(entry -> all.set(entry.getKey(), entry.getValue())));
            if (!all.has("$regex")) {
                all.remove("$options");
            }
            return all;
        });
    }

    private static Arbitrary<JsonNode> operator(AttributeType type, int depth, boolean oneValue) {
        Arbitrary<JsonNode> values = value(type);
        Arbitrary<JsonNode> list = values.list().ofMinSize(1).ofMaxSize(3).map(Queries::array);
        Arbitrary<JsonNode> listOrNull = oneValue
                ? list
                : orNull(values).list().ofMinSize(1).ofMaxSize(3).map(Queries::array);
        List<Arbitrary<JsonNode>> choices = new ArrayList<>(List.of(
                said(Arbitraries.of("$eq", "$ne"), oneValue ? values : Arbitraries.oneOf(orNull(values), list)),
                said(Arbitraries.of("$in", "$nin"), listOrNull),
                said(Arbitraries.just("$type"), types(oneValue))));
        if (type != AttributeType.BOOLEAN) {
            choices.add(said(Arbitraries.of("$gt", "$gte", "$lt", "$lte"), values));
            choices.add(said(Arbitraries.of("$gt", "$gte", "$lt", "$lte"), values));
        }
        if (type == AttributeType.TEXT) {
            choices.add(regex());
        }
        if (!oneValue) {
            choices.add(said(Arbitraries.just("$all"), list));
            choices.add(said(
                    Arbitraries.just("$size"),
                    Arbitraries.integers().between(0, 3).map(JSON::numberNode)));
            choices.add(said(
                    Arbitraries.just("$exists"), Arbitraries.of(true, false).map(JSON::booleanNode)));
        }
        if (depth > 0) {
            choices.add(said(Arbitraries.just("$not"), Arbitraries.lazy(() -> operators(type, depth - 1, oneValue))));
            choices.add(
                    oneValue
                            ? said(
                                    Arbitraries.of("$and", "$or", "$nor"),
                                    Arbitraries.lazy(() -> operators(type, depth - 1, true))
                                            .list()
                                            .ofMinSize(1)
                                            .ofMaxSize(2)
                                            .map(Queries::array))
                            : said(
                                    Arbitraries.just("$elemMatch"),
                                    Arbitraries.lazy(() -> operators(type, depth - 1, true))));
        }
        return Arbitraries.oneOf(choices);
    }

    private static Arbitrary<JsonNode> types(boolean oneValue) {
        List<String> names = List.of("text", "number", "boolean", "date", "timestamp", "string", "array", "null");
        Arbitrary<JsonNode> name =
                Arbitraries.of(oneValue ? names.subList(0, 6) : names).map(JSON::textNode);
        return Arbitraries.oneOf(name, name.list().ofMinSize(1).ofMaxSize(3).map(Queries::array));
    }

    private static Arbitrary<JsonNode> regex() {
        Arbitrary<String> body =
                Arbitraries.of(PATTERN_PARTS).list().ofMinSize(1).ofMaxSize(3).map(parts -> String.join("", parts));
        Arbitrary<String> anchored = Combinators.combine(
                        Arbitraries.of("", "^"), body, Arbitraries.of("", "|"), body, Arbitraries.of("", "$"))
                .as((start, one, or, two, end) -> start + one + or + two + end);
        return Combinators.combine(anchored, Arbitraries.of(true, false)).as((pattern, fold) -> {
            ObjectNode regex = JSON.objectNode().put("$regex", pattern);
            return fold ? regex.put("$options", "i") : regex;
        });
    }

    private static Arbitrary<JsonNode> value(AttributeType type) {
        Arbitrary<JsonNode> now = Arbitraries.of("", "-1d", "-30d", "+2h", "-2y", "P1M")
                .map(offset -> object("$now", JSON.textNode(offset)));
        return switch (type) {
            case TEXT -> Arbitraries.of(TEXTS).map(JSON::textNode);
            case NUMBER -> Arbitraries.of(NUMBERS).map(JSON::numberNode);
            case BOOLEAN -> Arbitraries.of(true, false).map(JSON::booleanNode);
            case DATE -> Arbitraries.oneOf(Arbitraries.of(DATES).map(JSON::textNode), now);
            case TIMESTAMP ->
                Arbitraries.oneOf(
                        Arbitraries.of(TIMES).map(JSON::textNode),
                        Arbitraries.of(DATES).map(JSON::textNode),
                        now);
        };
    }

    private static Arbitrary<JsonNode> said(Arbitrary<String> operator, Arbitrary<? extends JsonNode> operand) {
        return Combinators.combine(operator, operand).as(Queries::object);
    }

    private static JsonNode object(String name, JsonNode value) {
        ObjectNode object = JSON.objectNode();
        object.set(name, value);
        return object;
    }

    private static JsonNode array(List<? extends JsonNode> values) {
        ArrayNode array = JSON.arrayNode();
        array.addAll(values);
        return array;
    }
}
