package io.outdial.audience.query;

import io.outdial.audience.query.Node.Op;
import io.outdial.audience.query.Node.Test;
import io.outdial.customer.AttributeType;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a statement binds, from {@code $2} on, and the comparisons that it is bound in. */
final class Arguments {

    private final List<Object> bound = new ArrayList<>();

    List<Object> bound() {
        return Collections.unmodifiableList(new ArrayList<>(bound));
    }

    String bind(Object argument) {
        bound.add(argument);
        return "$" + (bound.size() + 1);
    }

    String bindOne(Test test) {
        return bindOne(test.field(), test.operand());
    }

    private String bindOne(Field field, Literal operand) {
        return bind(SqlTypes.value(operand.value())) + "::" + SqlTypes.name(field.type());
    }

    String bindAll(Field field, List<Literal> operands) {
        Object[] values = operands.stream()
                .map(operand -> SqlTypes.value(operand.value()))
                .toArray(size -> (Object[]) Array.newInstance(SqlTypes.of(field.type()), size));
        return bind(values) + "::" + SqlTypes.name(field.type()) + "[]";
    }

    /** Collation C: what a pattern matches must not depend on the database's. */
    String matches(String value, Test test) {
        return value + " collate \"C\" ~ " + bind(((Regex) test.operand().value()).sql()) + "::text";
    }

    /** The order of text must not depend on the database's collation. */
    static String ordered(Field field, String value) {
        return field.type() == AttributeType.TEXT ? value + " collate \"C\"" : value;
    }

    static String symbol(Op op) {
        return switch (op) {
            case GT -> " > ";
            case GTE -> " >= ";
            case LT -> " < ";
            case LTE -> " <= ";
            default -> throw new IllegalArgumentException(op + " is no bound");
        };
    }
}
