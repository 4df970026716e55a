package io.outdial.audience.query;

import static io.outdial.audience.query.QueryException.child;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.outdial.customer.AttributeType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads operands that are not values of the field: a size, a pattern, names of types. */
final class OperandReader {

    private static final Map<String, String> TYPE_ALIASES = Map.of("string", "text", "bool", "boolean");
    private static final Set<String> TYPES = typeNames();

    private OperandReader() {}

    static Literal size(JsonNode operand, String pointer) {
        if (!operand.isIntegralNumber() || !operand.canConvertToInt() || operand.intValue() < 0) {
            throw new QueryException(pointer, "wrong_operand", "$size takes a whole number, zero or more.");
        }
        return new Literal(operand.intValue(), IntNode.valueOf(operand.intValue()));
    }

    /**
     * @param options null when there are none
     * @param pointer to the object that holds both
     */
    static Literal regex(Field field, JsonNode pattern, JsonNode options, String pointer) {
        String place = child(pointer, "$regex");
        if (field.type() != AttributeType.TEXT) {
            throw new QueryException(
                    place,
                    "type_mismatch",
                    field.name() + " is of type " + field.type().code() + ", and a pattern matches text only.");
        }
        if (!pattern.isTextual()) {
            throw new QueryException(place, "wrong_operand", "$regex takes a pattern as a text.");
        }
        String option = options == null ? "" : options.isTextual() ? options.textValue() : "?";
        if (!option.isEmpty() && !option.equals("i")) {
            throw new QueryException(
                    child(pointer, "$options"), "wrong_operand", "$options takes \"i\" (ignore case) or \"\".");
        }
        Regex regex = Regex.parse(LiteralReader.requireText(pattern.textValue(), place), option.equals("i"), place);
        return new Literal(regex, TextNode.valueOf(regex.source()));
    }

    /** The canonical names that a name or a list of them says. */
    static Set<String> types(JsonNode operand, String pointer, boolean oneValue) {
        if (operand.isArray()) {
            Limits.requireList(operand, pointer, "$type");
        }
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < (operand.isArray() ? operand.size() : 1); i++) {
            JsonNode each = operand.isArray() ? operand.get(i) : operand;
            String name = each.isTextual() ? TYPE_ALIASES.getOrDefault(each.textValue(), each.textValue()) : "";
            if (!TYPES.contains(name) || (oneValue && (name.equals("null") || name.equals("array")))) {
                throw new QueryException(
                        operand.isArray() ? pointer + "/" + i : pointer,
                        "wrong_operand",
                        "$type takes " + String.join(", ", TYPES)
                                + (oneValue ? "; a value of a list is never array or null." : "."));
            }
            names.add(name);
        }
        return names;
    }

    private static Set<String> typeNames() {
        Set<String> names = Arrays.stream(AttributeType.values())
                .map(AttributeType::code)
                .collect(Collectors.toCollection(TreeSet::new));
        names.addAll(List.of("array", "null"));
        return names;
    }
}
