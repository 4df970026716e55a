package io.outdial.audience.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outdial.audience.query.Node.And;
import io.outdial.audience.query.Node.ElemMatch;
import io.outdial.audience.query.Node.Not;
import io.outdial.audience.query.Node.Or;
import io.outdial.audience.query.Node.Test;
import java.util.List;
import java.util.Map;

/** Prints a tree as a query again: every operator said, every name canonical. Parsing it gives the same tree. */
public final class NormalForm implements Node.Visitor<ObjectNode> {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Whether conditions are printed bare, without their field, as inside {@code $elemMatch}. */
    private final boolean bare;

    private NormalForm(boolean bare) {
        this.bare = bare;
    }

    public static ObjectNode of(Node query) {
        return query.accept(new NormalForm(false));
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
                            ? of(test.field(), "$ne", test.operand().written())
                            : of(test.field(), "$nin", written(test));
                case EXACTLY -> of(test.field(), "$ne", written(test));
                case EXISTS -> of(test.field(), "$exists", BooleanNode.FALSE);
                case ALL, GT, GTE, LT, LTE, SIZE, REGEX, TYPE -> of(test.field(), "$not", operators(test));
            };
        }
        if (not.part() instanceof ElemMatch elemMatch) {
            return of(elemMatch.field(), "$not", operators(elemMatch));
        }
        return logic("$nor", not.part() instanceof Or or ? or.parts() : List.of(not.part()));
    }

    @Override
    public ObjectNode test(Test test) {
        return of(test.field(), operators(test));
    }

    @Override
    public ObjectNode elemMatch(ElemMatch elemMatch) {
        return of(elemMatch.field(), operators(elemMatch));
    }

    private static ObjectNode operators(Test test) {
        return switch (test.op()) {
            case ANY_OF ->
                test.operands().size() == 1
                        ? operator("$eq", test.operand().written())
                        : operator("$in", written(test));
            case EXACTLY -> operator("$eq", written(test));
            case ALL -> operator("$all", written(test));
            case GT -> operator("$gt", test.operand().written());
            case GTE -> operator("$gte", test.operand().written());
            case LT -> operator("$lt", test.operand().written());
            case LTE -> operator("$lte", test.operand().written());
            case SIZE -> operator("$size", test.operand().written());
            case EXISTS -> operator("$exists", BooleanNode.TRUE);
            case TYPE ->
                test.operands().size() == 1
                        ? operator("$type", test.operand().written())
                        : operator("$type", written(test));
            case REGEX -> {
                ObjectNode regex = operator("$regex", test.operand().written());
                boolean ignoreCase = ((Regex) test.operand().value()).ignoreCase();
                yield ignoreCase ? regex.put("$options", "i") : regex;
            }
        };
    }

    private static ObjectNode operators(ElemMatch elemMatch) {
        return operator("$elemMatch", elemMatch.condition().accept(new NormalForm(true)));
    }

    private ObjectNode logic(String operator, List<Node> parts) {
        ArrayNode list = JSON.arrayNode();
        parts.forEach(part -> list.add(part.accept(this)));
        ObjectNode object = JSON.objectNode();
        object.set(operator, list);
        return object;
    }

    /** Adds {@code part} to the object unless that would say something twice or change the order of what is said. */
    private static boolean merge(ObjectNode into, ObjectNode part) {
        for (Map.Entry<String, JsonNode> entry : part.properties()) {
            String key = entry.getKey();
            if (!into.has(key)) {
                into.set(key, entry.getValue().deepCopy());
            } else if (key.startsWith("$")
                    || !isLast(into, key)
                    || !merge((ObjectNode) into.get(key), (ObjectNode) entry.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLast(ObjectNode object, String key) {
        String last = null;
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            last = entry.getKey();
        }
        return key.equals(last);
    }

    private ObjectNode of(Field field, String operator, JsonNode operand) {
        return of(field, operator(operator, operand));
    }

    private ObjectNode of(Field field, ObjectNode operators) {
        if (bare) {
            return operators;
        }
        ObjectNode object = JSON.objectNode();
        object.set(field.name(), operators);
        return object;
    }

    private static ObjectNode operator(String name, JsonNode operand) {
        ObjectNode object = JSON.objectNode();
        object.set(name, operand);
        return object;
    }

    private static ArrayNode written(Test test) {
        ArrayNode list = JSON.arrayNode();
        test.operands().forEach(operand -> list.add(operand.written()));
        return list;
    }
}
