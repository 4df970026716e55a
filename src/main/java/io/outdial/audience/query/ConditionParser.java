package io.outdial.audience.query;

import static io.outdial.audience.query.QueryException.child;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.outdial.audience.query.Node.ElemMatch;
import io.outdial.audience.query.Node.Op;
import io.outdial.audience.query.Node.Test;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Parses what stands below a field: a scalar, a list or an object of operators; inside {@code $elemMatch}, of one value. */
final class ConditionParser {

    /** Operators that say something of one value, and so may stand inside {@code $elemMatch}. */
    private static final Set<String> OF_ONE_VALUE =
            Set.of("$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$in", "$nin", "$not", "$regex", "$options", "$type");

    private static final Set<String> OF_A_FIELD = Set.of("$exists", "$all", "$size", "$elemMatch");
    private static final Set<String> LOGIC = Set.of("$and", "$or", "$nor");
    private static final Set<String> SERVER_SIDE =
            Set.of("$where", "$expr", "$function", "$accumulator", "$jsonSchema");

    private final LiteralReader literals;
    private final Limits limits;

    ConditionParser(LiteralReader literals, Limits limits) {
        this.literals = literals;
        this.limits = limits;
    }

    static boolean isOperators(JsonNode value) {
        return value.isObject() && !LiteralReader.isNow(value);
    }

    /** @param depth of the query that the field stands in; its operators are on the same level */
    Node condition(Field field, JsonNode value, String pointer, int depth) {
        if (isOperators(value)) {
            return operators(field, value, pointer, depth, false);
        }
        return value.isArray() ? in(field, value, pointer, "A list", false) : equal(field, value, pointer, false);
    }

    Node exists(Field field, String pointer) {
        return test(field, Op.EXISTS, List.of(), pointer);
    }

    private Node operators(Field field, JsonNode object, String pointer, int depth, boolean oneValue) {
        Limits.requireDepth(pointer, depth);
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        long dollars = names.stream().filter(name -> name.startsWith("$")).count();
        if (dollars == 0) {
            throw new QueryException(
                    pointer,
                    "not_an_expression",
                    oneValue
                            ? "$elemMatch takes an object of operators: a customer's lists hold values, not objects."
                            : "An object below a field holds operators such as $gt; a nested attribute is named by its dotted path.");
        }
        if (dollars < names.size()) {
            throw new QueryException(pointer, "mixed_operators", "Operators and fields may not stand in one object.");
        }
        List<Node> parts = new ArrayList<>();
        for (String name : names) {
            JsonNode operand = object.get(name);
            String place = child(pointer, name);
            if (name.equals("$regex")) {
                parts.add(regex(field, operand, object.get("$options"), pointer));
            } else if (name.equals("$options")) {
                if (!object.has("$regex")) {
                    throw new QueryException(place, "wrong_operand", "$options stands beside $regex.");
                }
            } else if (oneValue && LOGIC.contains(name)) {
                parts.add(logic(field, name, operand, place, depth));
            } else {
                parts.add(operator(field, name, operand, place, depth, oneValue));
            }
        }
        return Node.and(parts);
    }

    private Node operator(Field field, String name, JsonNode operand, String pointer, int depth, boolean oneValue) {
        if (oneValue && OF_A_FIELD.contains(name)) {
            throw new QueryException(
                    pointer, "wrong_operand", name + " says something of a whole field, and $elemMatch of one value.");
        }
        return switch (name) {
            case "$eq" -> equalOrExactly(field, operand, pointer, oneValue);
            case "$ne" -> Node.not(equalOrExactly(field, operand, pointer, oneValue));
            case "$in" -> in(field, operand, pointer, "$in", oneValue);
            case "$nin" -> Node.not(in(field, operand, pointer, "$nin", oneValue));
            case "$all" -> all(field, operand, pointer);
            case "$gt" -> bound(field, Op.GT, operand, pointer);
            case "$gte" -> bound(field, Op.GTE, operand, pointer);
            case "$lt" -> bound(field, Op.LT, operand, pointer);
            case "$lte" -> bound(field, Op.LTE, operand, pointer);
            case "$size" -> test(field, Op.SIZE, List.of(OperandReader.size(operand, pointer)), pointer);
            case "$type" -> type(field, operand, pointer, oneValue);
            case "$exists" -> {
                if (!operand.isBoolean()) {
                    throw new QueryException(pointer, "wrong_operand", "$exists takes true or false.");
                }
                Node exists = exists(field, pointer);
                yield operand.booleanValue() ? exists : Node.not(exists);
            }
            case "$not" -> {
                requireOperators(operand, pointer, "$not");
                limits.countNode(pointer);
                yield Node.not(operators(field, operand, pointer, depth + 1, oneValue));
            }
            case "$elemMatch" -> {
                requireOperators(operand, pointer, "$elemMatch");
                limits.countNode(pointer);
                yield new ElemMatch(field, operators(field, operand, pointer, depth + 1, true), pointer);
            }
            default -> throw unknownOperator(name, pointer, "known ones are " + known(oneValue));
        };
    }

    private static void requireOperators(JsonNode operand, String pointer, String operator) {
        if (!isOperators(operand)) {
            throw new QueryException(pointer, "not_an_expression", operator + " takes an object of operators.");
        }
    }

    private Node logic(Field field, String operator, JsonNode list, String pointer, int depth) {
        limits.countNode(pointer);
        requireBranches(list, operator, pointer);
        List<Node> parts = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            requireOperators(list.get(i), pointer + "/" + i, operator + " inside $elemMatch");
            parts.add(operators(field, list.get(i), pointer + "/" + i, depth + 1, true));
        }
        return joined(operator, parts);
    }

    static void requireBranches(JsonNode list, String operator, String pointer) {
        if (!list.isArray() || list.isEmpty()) {
            throw new QueryException(pointer, "empty_logic", operator + " takes a list of at least one query.");
        }
    }

    static Node joined(String operator, List<Node> parts) {
        return switch (operator) {
            case "$and" -> Node.and(parts);
            case "$or" -> Node.or(parts);
            default -> Node.not(Node.or(parts));
        };
    }

    private Node equalOrExactly(Field field, JsonNode operand, String pointer, boolean oneValue) {
        if (!operand.isArray()) {
            return equal(field, operand, pointer, oneValue);
        }
        if (oneValue) {
            throw new QueryException(pointer, "wrong_operand", "A value of a list is not itself a list.");
        }
        return test(field, Op.EXACTLY, list(field, operand, pointer, "$eq"), pointer);
    }

    private Node equal(Field field, JsonNode value, String pointer, boolean oneValue) {
        if (value.isNull()) {
            requireField(oneValue, pointer);
            return Node.not(exists(field, pointer));
        }
        return test(field, Op.ANY_OF, List.of(literals.read(field, value, pointer)), pointer);
    }

    /** Any of the values; null among them also takes customers without the field. */
    private Node in(Field field, JsonNode values, String pointer, String operator, boolean oneValue) {
        Limits.requireList(values, pointer, operator);
        limits.countValues(values.size(), pointer);
        List<Literal> operands = new ArrayList<>();
        boolean orMissing = false;
        for (int i = 0; i < values.size(); i++) {
            String place = pointer + "/" + i;
            if (values.get(i).isNull()) {
                requireField(oneValue, place);
                orMissing = true;
            } else {
                operands.add(literals.read(field, values.get(i), place));
            }
        }
        return orMissing(field, Op.ANY_OF, operands, orMissing, pointer);
    }

    private Node orMissing(Field field, Op op, List<Literal> operands, boolean orMissing, String pointer) {
        if (!orMissing) {
            return test(field, op, operands, pointer);
        }
        Node missing = Node.not(exists(field, pointer));
        return operands.isEmpty() ? missing : Node.or(List.of(missing, test(field, op, operands, pointer)));
    }

    private static void requireField(boolean oneValue, String pointer) {
        if (oneValue) {
            throw new QueryException(pointer, "wrong_operand", "A value of a list is never null.");
        }
    }

    private Node all(Field field, JsonNode values, String pointer) {
        List<Literal> operands = list(field, values, pointer, "$all");
        limits.countNodes(operands.size() - 1, pointer);
        return test(field, Op.ALL, operands, pointer);
    }

    private List<Literal> list(Field field, JsonNode values, String pointer, String operator) {
        Limits.requireList(values, pointer, operator);
        limits.countValues(values.size(), pointer);
        List<Literal> operands = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            operands.add(literals.read(field, values.get(i), pointer + "/" + i));
        }
        return operands;
    }

    private Node bound(Field field, Op op, JsonNode operand, String pointer) {
        return test(field, op, List.of(literals.readBound(field, operand, pointer)), pointer);
    }

    private Node regex(Field field, JsonNode pattern, JsonNode options, String pointer) {
        String place = child(pointer, "$regex");
        limits.countPattern(place);
        return test(field, Op.REGEX, List.of(OperandReader.regex(field, pattern, options, pointer)), place);
    }

    private Node type(Field field, JsonNode operand, String pointer, boolean oneValue) {
        Set<String> names = OperandReader.types(operand, pointer, oneValue);
        boolean orMissing = names.remove("null");
        List<Literal> types = names.stream()
                .map(name -> new Literal(name, TextNode.valueOf(name)))
                .toList();
        return orMissing(field, Op.TYPE, types, orMissing, pointer);
    }

    private Node test(Field field, Op op, List<Literal> operands, String pointer) {
        limits.countNode(pointer);
        return new Test(field, op, List.copyOf(operands), pointer);
    }

    private static String known(boolean oneValue) {
        Set<String> names = new TreeSet<>(OF_ONE_VALUE);
        names.addAll(oneValue ? LOGIC : OF_A_FIELD);
        return String.join(", ", names);
    }

    static QueryException unknownOperator(String name, String pointer, String hint) {
        return SERVER_SIDE.contains(name)
                ? new QueryException(
                        pointer, "forbidden_operator", name + " runs code and is not part of the language.")
                : new QueryException(
                        pointer,
                        "unknown_operator",
                        "There is no operator " + QueryException.shown(name) + " here; " + hint + ".");
    }
}
