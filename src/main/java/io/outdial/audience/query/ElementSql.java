package io.outdial.audience.query;

import io.outdial.audience.query.Field.Source;
import io.outdial.audience.query.Node.And;
import io.outdial.audience.query.Node.ElemMatch;
import io.outdial.audience.query.Node.Not;
import io.outdial.audience.query.Node.Or;
import io.outdial.audience.query.Node.Test;
import io.outdial.customer.AttributeType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A condition on one value: the row {@code v} of {@code customer_value}, or the only value of another source. Never null:
 * a row that holds a text because its cell did not fit the field's type equals nothing, so only a negation takes it.
 */
final class ElementSql implements Node.Visitor<String> {

    private final Arguments arguments;
    private final Field field;
    private final String value;

    ElementSql(Arguments arguments, Field field, String value) {
        this.arguments = arguments;
        this.field = field;
        this.value = value;
    }

    @Override
    public String and(And and) {
        return joined(and.parts(), " and ");
    }

    @Override
    public String or(Or or) {
        return joined(or.parts(), " or ");
    }

    @Override
    public String not(Not not) {
        return "(not " + not.part().accept(this) + ")";
    }

    @Override
    public String test(Test test) {
        return switch (test.op()) {
            case ANY_OF -> "coalesce(" + value + " = any(" + arguments.bindAll(field, test.operands()) + "), false)";
            case GT, GTE, LT, LTE ->
                "coalesce(" + Arguments.ordered(field, value) + Arguments.symbol(test.op()) + arguments.bindOne(test)
                        + ", false)";
            case REGEX -> "coalesce(" + arguments.matches(value, test) + ", false)";
            case TYPE ->
                field.source() == Source.VALUE
                        ? isOfType(test)
                        : String.valueOf(names(test).contains(field.type().code()));
            case ALL, EXACTLY, SIZE, EXISTS -> throw new IllegalArgumentException(test.op() + " is not of one value");
        };
    }

    @Override
    public String elemMatch(ElemMatch elemMatch) {
        throw new IllegalArgumentException("a value of a list is no list");
    }

    /** Whether the row {@code v} is of one of the types: which column holds it says so. */
    static String isOfType(Test test) {
        List<String> names = names(test);
        String any = Arrays.stream(AttributeType.values())
                .filter(type -> names.contains(type.code()))
                .map(type -> ValueSql.column(type) + " is not null")
                .collect(Collectors.joining(" or "));
        return any.isEmpty() ? "false" : "(" + any + ")";
    }

    static List<String> names(Test test) {
        return test.operands().stream()
                .map(operand -> operand.value().toString())
                .toList();
    }

    private String joined(List<Node> parts, String word) {
        return parts.stream().map(part -> part.accept(this)).collect(Collectors.joining(word, "(", ")"));
    }
}
