package io.outdial.audience.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outdial.audience.query.Node.And;
import io.outdial.audience.query.Node.Not;
import io.outdial.audience.query.Node.Or;
import io.outdial.audience.query.Node.Test;
import java.util.List;
import java.util.Map;

/** Prints a tree as a query again: every operator said, every name canonical. Parsing it gives the same tree. */
public final class NormalForm implements Node.Visitor<ObjectNode> {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private NormalForm() {}

    public static ObjectNode of(Node query) {
        return query.accept(new NormalForm());
    }

    @Override
    public ObjectNode and(And and) {
        ObjectNode merged = JSON.objectNode();
        for (Node part : and.parts()) {
            if (!merge(merged, part.accept(this))) {
                return logic("$and", and.parts());
            }
        }
        return merged;
    }

    @Override
    public ObjectNode or(Or or) {
        return logic("$or", or.parts());
    }

    @Override
    public ObjectNode not(Not not) {
        if (not.part() instanceof Test test) {
            return switch (test.op()) {
                case ANY_OF ->
                    test.operands().size() == 1
                            ? of(test, "$ne", test.operand().written())
                            : of(test, "$nin", written(test));
                case EXACTLY -> of(test, "$ne", written(test));
                case EXISTS -> of(test, "$exists", BooleanNode.FALSE);
                case ALL, GT, GTE, LT, LTE, SIZE ->
                    of(test, "$not", test(test).get(test.field().name()));
            };
        }
        return logic("$nor", not.part() instanceof Or or ? or.parts() : List.of(not.part()));
    }

    @Override
    public ObjectNode test(Test test) {
        return switch (test.op()) {
            case ANY_OF ->
                test.operands().size() == 1
                        ? of(test, "$eq", test.operand().written())
                        : of(test, "$in", written(test));
            case EXACTLY -> of(test, "$eq", written(test));
            case ALL -> of(test, "$all", written(test));
            case GT -> of(test, "$gt", test.operand().written());
            case GTE -> of(test, "$gte", test.operand().written());
            case LT -> of(test, "$lt", test.operand().written());
            case LTE -> of(test, "$lte", test.operand().written());
            case SIZE -> of(test, "$size", test.operand().written());
            case EXISTS -> of(test, "$exists", BooleanNode.TRUE);
        };
    }

    private ObjectNode logic(String operator, List<Node> parts) {
        ArrayNode list = JSON.arrayNode();
        parts.forEach(part -> list.add(part.accept(this)));
        ObjectNode object = JSON.objectNode();
        object.set(operator, list);
        return object;
    }

    /** Adds {@code part} to the object unless that would say one operator of one field twice. */
    private static boolean merge(ObjectNode into, ObjectNode part) {
        for (Map.Entry<String, JsonNode> entry : part.properties()) {
            JsonNode there = into.get(entry.getKey());
            if (there == null) {
                into.set(entry.getKey(), entry.getValue().deepCopy());
            } else if (entry.getKey().startsWith("$") || !mergeOperators((ObjectNode) there, entry.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean mergeOperators(ObjectNode into, JsonNode operators) {
        for (Map.Entry<String, JsonNode> operator : operators.properties()) {
            if (into.has(operator.getKey())) {
                return false;
            }
            into.set(operator.getKey(), operator.getValue());
        }
        return true;
    }

    private static ObjectNode of(Test test, String operator, JsonNode operand) {
        ObjectNode condition = JSON.objectNode();
        condition.set(operator, operand);
        ObjectNode object = JSON.objectNode();
        object.set(test.field().name(), condition);
        return object;
    }

    private static ArrayNode written(Test test) {
        ArrayNode list = JSON.arrayNode();
        test.operands().forEach(operand -> list.add(operand.written()));
        return list;
    }
}
