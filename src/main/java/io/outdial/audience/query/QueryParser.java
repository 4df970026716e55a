package io.outdial.audience.query;

import static io.outdial.audience.query.QueryException.child;
import static io.outdial.audience.query.QueryException.shown;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parses the parts of one audience; its bounds on depth and nodes hold for all of them together. Use once. */
public final class QueryParser {

    private final Fields fields;
    private final Limits limits = new Limits();
    private final ConditionParser conditions;

    /**
     * @param now what {@code $now} is
     * @param zone whose days calendar dates are: the tenant's
     */
    public QueryParser(Fields fields, Instant now, ZoneId zone) {
        this.fields = fields;
        this.conditions = new ConditionParser(new LiteralReader(now, zone), limits);
    }

    /** @throws QueryException for anything the language does not have, with its place */
    public Node query(JsonNode query, String pointer) {
        return query(query, pointer, 1);
    }

    /** What one field has to hold: a scalar, a list (any of), or an object of operators. */
    public Node condition(String name, JsonNode value, String pointer) {
        return condition(name, fields.find(name), value, pointer, 1);
    }

    /** The same where attributes are meant, so that one wins over a core field of its name. */
    public Node attribute(String name, JsonNode value, String pointer) {
        return condition(name, fields.findAttribute(name), value, pointer, 1);
    }

    private Node query(JsonNode query, String pointer, int depth) {
        Limits.requireDepth(pointer, depth);
        if (!query.isObject()) {
            throw new QueryException(pointer, "not_an_object", "A query is a JSON object.");
        }
        List<Node> parts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : query.properties()) {
            String key = entry.getKey();
            String place = child(pointer, key);
            parts.add(
                    switch (key) {
                        case "$and", "$or", "$nor" ->
                            ConditionParser.joined(key, branches(key, entry.getValue(), place, depth));
                        default -> condition(key, fields.find(key), entry.getValue(), place, depth);
                    });
        }
        return Node.and(parts);
    }

    private List<Node> branches(String operator, JsonNode list, String pointer, int depth) {
        limits.countNode(pointer);
        ConditionParser.requireBranches(list, operator, pointer);
        List<Node> parts = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String place = pointer + "/" + i;
            if (list.get(i).isObject() && list.get(i).isEmpty()) {
                throw new QueryException(place, "empty_query", "A query inside " + operator + " may not be empty.");
            }
            parts.add(query(list.get(i), place, depth + 1));
        }
        return parts;
    }

    private Node condition(String name, Optional<Field> field, JsonNode value, String pointer, int depth) {
        if (name.startsWith("$")) {
            throw ConditionParser.unknownOperator(
                    name, pointer, "$and, $or and $nor stand beside fields, other operators below one");
        }
        LiteralReader.requireText(name, pointer);
        if (field.isPresent()) {
            return conditions.condition(field.get(), value, pointer, depth);
        }
        if (ConditionParser.isOperators(value) && value.size() == 1 && value.has("$exists")) {
            List<Field> inside = fields.below(name);
            return inside.isEmpty()
                    ? conditions.condition(Field.nowhere(name), value, pointer, depth)
                    : existsInside(inside, value.get("$exists"), child(pointer, "$exists"));
        }
        throw unknownField(name, pointer);
    }

    /** An object of attributes is there when any of them is. */
    private Node existsInside(List<Field> inside, JsonNode operand, String pointer) {
        if (!operand.isBoolean()) {
            throw new QueryException(pointer, "wrong_operand", "$exists takes true or false.");
        }
        Node any = Node.or(
                inside.stream().map(field -> conditions.exists(field, pointer)).toList());
        return operand.booleanValue() ? any : Node.not(any);
    }

    private QueryException unknownField(String name, String pointer) {
        List<Field> inside = fields.below(name);
        String hint = inside.isEmpty()
                ? fields.nearest(name)
                        .map(near -> " Did you mean " + near + "?")
                        .orElse("")
                : " It is an object of attributes such as " + inside.get(0).name() + ".";
        return new QueryException(pointer, "unknown_field", "No customer has a field " + shown(name) + "." + hint);
    }
}
