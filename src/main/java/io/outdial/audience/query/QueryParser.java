package io.outdial.audience.query;

import static io.outdial.audience.query.QueryException.child;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.outdial.audience.query.Node.Op;
import io.outdial.audience.query.Node.Test;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parses the parts of one audience; its bounds on depth and nodes hold for all of them together. Use once. */
public final class QueryParser {

    static final int MAX_DEPTH = 16;
    static final int MAX_NODES = 256;
    static final int MAX_LIST = 1000;

    private static final Set<String> SERVER_SIDE =
            Set.of("$where", "$expr", "$function", "$accumulator", "$jsonSchema");
    private static final Set<String> CONDITIONS =
            Set.of("$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$in", "$nin", "$exists", "$not", "$all", "$size");

    private final Fields fields;
    private final LiteralReader literals;
    private int nodes;

    public QueryParser(Fields fields, Instant now) {
        this.fields = fields;
        this.literals = new LiteralReader(now);
    }

    /** @throws QueryException for anything the language does not have, with its place */
    public Node query(JsonNode query, String pointer) {
        return query(query, pointer, 1);
    }

    /** What one field has to hold: a scalar, a list (any of), or an object of operators. */
    public Node condition(String name, JsonNode value, String pointer) {
        return condition(name, value, pointer, 1);
    }

    private Node query(JsonNode query, String pointer, int depth) {
        requireDepth(pointer, depth);
        if (!query.isObject()) {
            throw new QueryException(pointer, "not_an_object", "A query is a JSON object.");
        }
        List<Node> parts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : query.properties()) {
            String key = entry.getKey();
            String place = child(pointer, key);
            parts.add(
                    switch (key) {
                        case "$and" -> Node.and(branches(key, entry.getValue(), place, depth));
                        case "$or" -> Node.or(branches(key, entry.getValue(), place, depth));
                        case "$nor" -> Node.not(Node.or(branches(key, entry.getValue(), place, depth)));
                        default -> condition(key, entry.getValue(), place, depth);
                    });
        }
        return Node.and(parts);
    }

    private List<Node> branches(String operator, JsonNode list, String pointer, int depth) {
        count(pointer);
        if (!list.isArray() || list.isEmpty()) {
            throw new QueryException(pointer, "empty_logic", operator + " takes a list of at least one query.");
        }
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

    private Node condition(String name, JsonNode value, String pointer, int depth) {
        if (name.startsWith("$")) {
            throw unknownOperator(name, pointer, "$and, $or and $nor stand beside fields, other operators below one");
        }
        LiteralReader.requireText(name, pointer);
        boolean operators = value.isObject() && !LiteralReader.isNow(value);
        boolean asksExistence = operators && value.size() == 1 && value.has("$exists");
        Field field = fields.find(name).orElseGet(() -> {
            if (asksExistence) {
                return Field.nowhere(name);
            }
            throw unknownField(name, pointer);
        });
        if (operators) {
            return operators(field, value, pointer, depth + 1);
        }
        return value.isArray() ? in(field, value, pointer, "A list") : equal(field, value, pointer);
    }

    private Node operators(Field field, JsonNode object, String pointer, int depth) {
        requireDepth(pointer, depth);
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        long dollars = names.stream().filter(name -> name.startsWith("$")).count();
        if (dollars == 0) {
            throw new QueryException(
                    pointer,
                    "not_an_expression",
                    "An object below a field holds operators such as $gt; a nested attribute is named by its dotted path.");
        }
        if (dollars < names.size()) {
            throw new QueryException(pointer, "mixed_operators", "Operators and fields may not stand in one object.");
        }
        List<Node> parts = new ArrayList<>();
        for (String name : names) {
            parts.add(operator(field, name, object.get(name), child(pointer, name), depth));
        }
        return Node.and(parts);
    }

    private Node operator(Field field, String name, JsonNode operand, String pointer, int depth) {
        return switch (name) {
            case "$eq" -> operand.isArray() ? exactly(field, operand, pointer) : equal(field, operand, pointer);
            case "$ne" ->
                Node.not(operand.isArray() ? exactly(field, operand, pointer) : equal(field, operand, pointer));
            case "$in" -> in(field, operand, pointer, "$in");
            case "$nin" -> Node.not(in(field, operand, pointer, "$nin"));
            case "$all" -> test(field, Op.ALL, list(field, operand, pointer, "$all"), pointer);
            case "$gt" -> bound(field, Op.GT, operand, pointer);
            case "$gte" -> bound(field, Op.GTE, operand, pointer);
            case "$lt" -> bound(field, Op.LT, operand, pointer);
            case "$lte" -> bound(field, Op.LTE, operand, pointer);
            case "$size" -> size(field, operand, pointer);
            case "$exists" -> {
                if (!operand.isBoolean()) {
                    throw new QueryException(pointer, "wrong_operand", "$exists takes true or false.");
                }
                Node exists = test(field, Op.EXISTS, List.of(), pointer);
                yield operand.booleanValue() ? exists : Node.not(exists);
            }
            case "$not" -> {
                if (!operand.isObject() || LiteralReader.isNow(operand)) {
                    throw new QueryException(pointer, "not_an_expression", "$not takes an object of operators.");
                }
                count(pointer);
                yield Node.not(operators(field, operand, pointer, depth + 1));
            }
            default ->
                throw unknownOperator(
                        name,
                        pointer,
                        "known ones are "
                                + String.join(", ", CONDITIONS.stream().sorted().toList()));
        };
    }

    private Node equal(Field field, JsonNode value, String pointer) {
        if (value.isNull()) {
            return Node.not(test(field, Op.EXISTS, List.of(), pointer));
        }
        return test(field, Op.ANY_OF, List.of(literals.read(field, value, pointer)), pointer);
    }

    /** Any of the values; null among them also takes customers without the field. */
    private Node in(Field field, JsonNode values, String pointer, String operator) {
        requireList(values, pointer, operator);
        List<JsonNode> present = new ArrayList<>();
        List<Literal> operands = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            if (!values.get(i).isNull()) {
                present.add(values.get(i));
                operands.add(literals.read(field, values.get(i), pointer + "/" + i));
            }
        }
        if (present.size() == values.size()) {
            return test(field, Op.ANY_OF, operands, pointer);
        }
        Node missing = Node.not(test(field, Op.EXISTS, List.of(), pointer));
        return operands.isEmpty() ? missing : Node.or(List.of(missing, test(field, Op.ANY_OF, operands, pointer)));
    }

    private Node exactly(Field field, JsonNode values, String pointer) {
        return test(field, Op.EXACTLY, list(field, values, pointer, "$eq"), pointer);
    }

    private List<Literal> list(Field field, JsonNode values, String pointer, String operator) {
        requireList(values, pointer, operator);
        List<Literal> operands = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            operands.add(literals.read(field, values.get(i), pointer + "/" + i));
        }
        return operands;
    }

    private Node bound(Field field, Op op, JsonNode operand, String pointer) {
        return test(field, op, List.of(literals.readBound(field, operand, pointer)), pointer);
    }

    private Node size(Field field, JsonNode operand, String pointer) {
        if (!operand.isIntegralNumber() || !operand.canConvertToInt() || operand.intValue() < 0) {
            throw new QueryException(pointer, "wrong_operand", "$size takes a whole number, zero or more.");
        }
        int size = operand.intValue();
        return test(field, Op.SIZE, List.of(new Literal(size, IntNode.valueOf(size))), pointer);
    }

    private Node test(Field field, Op op, List<Literal> operands, String pointer) {
        count(pointer);
        return new Test(field, op, List.copyOf(operands), pointer);
    }

    private static void requireList(JsonNode values, String pointer, String operator) {
        if (!values.isArray()) {
            throw new QueryException(pointer, "not_a_list", operator + " takes a list of values.");
        }
        if (values.isEmpty()) {
            throw new QueryException(pointer, "empty_list", operator + " needs at least one value.");
        }
        if (values.size() > MAX_LIST) {
            throw new QueryException(pointer, "too_many_values", "A list may hold at most " + MAX_LIST + " values.");
        }
    }

    private void count(String pointer) {
        if (++nodes > MAX_NODES) {
            throw new QueryException(pointer, "too_many_nodes", "A query may have at most " + MAX_NODES + " nodes.");
        }
    }

    private static void requireDepth(String pointer, int depth) {
        if (depth > MAX_DEPTH) {
            throw new QueryException(pointer, "too_deep", "A query may be at most " + MAX_DEPTH + " levels deep.");
        }
    }

    private QueryException unknownField(String name, String pointer) {
        String hint =
                fields.nearest(name).map(near -> " Did you mean " + near + "?").orElse("");
        String shown = name.length() > 100 ? name.substring(0, 100) + "…" : name;
        return new QueryException(pointer, "unknown_field", "No customer has a field " + shown + "." + hint);
    }

    private static QueryException unknownOperator(String name, String pointer, String hint) {
        String shown = name.length() > 40 ? name.substring(0, 40) + "…" : name;
        return SERVER_SIDE.contains(name)
                ? new QueryException(
                        pointer, "forbidden_operator", name + " runs code and is not part of the language.")
                : new QueryException(
                        pointer, "unknown_operator", "There is no operator " + shown + " here; " + hint + ".");
    }
}
