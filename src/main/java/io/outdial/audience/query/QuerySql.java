package io.outdial.audience.query;

import io.outdial.audience.query.Field.Source;
import io.outdial.audience.query.Node.And;
import io.outdial.audience.query.Node.Not;
import io.outdial.audience.query.Node.Op;
import io.outdial.audience.query.Node.Or;
import io.outdial.audience.query.Node.Test;
import io.outdial.customer.AttributeType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Compiles a tree to a boolean expression over the alias {@code c} of {@code customer}. {@code $1} is the tenant, the
 * arguments follow from {@code $2}. The expression is never null, so its negation is exact.
 */
public final class QuerySql {

    private static final String CONTACT =
            "from customer_contact k where k.tenant_id = $1 and k.customer_id = c.customer_id)";

    private final List<Object> arguments = new ArrayList<>();

    /** The predicate; its arguments are added to {@link #arguments()}. */
    public String where(Node query) {
        return query.accept(new Writer(false, false));
    }

    /** The predicate held to customers who have every field that is negated: who matches only {@link #where} does so by absence. */
    public String wherePresent(Node query) {
        return query.accept(new Writer(false, true));
    }

    public List<Object> arguments() {
        return java.util.Collections.unmodifiableList(new ArrayList<>(arguments));
    }

    private String bind(Object argument) {
        arguments.add(argument);
        return "$" + (arguments.size() + 1);
    }

    /** Pushes negation down to the tests, where absence is decided. */
    private final class Writer implements Node.Visitor<String> {

        private final boolean negated;
        private final boolean present;

        Writer(boolean negated, boolean present) {
            this.negated = negated;
            this.present = present;
        }

        @Override
        public String and(And and) {
            return joined(and.parts(), negated ? " or " : " and ", negated ? "false" : "true");
        }

        @Override
        public String or(Or or) {
            return joined(or.parts(), negated ? " and " : " or ", negated ? "true" : "false");
        }

        @Override
        public String not(Not not) {
            return not.part().accept(new Writer(!negated, present));
        }

        @Override
        public String test(Test test) {
            if (!negated) {
                boolean ofAbsence =
                        test.op() == Op.SIZE && test.operand().value().equals(0);
                return present && ofAbsence ? "false" : positive(test);
            }
            if (!present) {
                return "not " + positive(test);
            }
            return test.op() == Op.EXISTS ? "false" : "(" + exists(test.field()) + " and not " + positive(test) + ")";
        }

        private String joined(List<Node> parts, String word, String empty) {
            return parts.isEmpty()
                    ? empty
                    : parts.stream().map(part -> part.accept(this)).collect(Collectors.joining(word, "(", ")"));
        }
    }

    private String positive(Test test) {
        if (test.op() == Op.EXISTS) {
            return exists(test.field());
        }
        return switch (test.field().source()) {
            case VALUE -> ofValues(test);
            case NOWHERE -> "false";
            case COLUMN, CONTACT, CALLS, LAST_CONTACTED -> ofScalar(test, scalar(test.field()));
        };
    }

    private static String exists(Field field) {
        return switch (field.source()) {
            case VALUE -> "exists (select 1 " + rows(field) + ")";
            case CALLS -> "true";
            case NOWHERE -> "false";
            case COLUMN, CONTACT, LAST_CONTACTED -> "(" + scalar(field) + " is not null)";
        };
    }

    private String ofValues(Test test) {
        Field field = test.field();
        String some = "exists (select 1 " + rows(field) + " and ";
        return switch (test.op()) {
            case ANY_OF -> some + column(field) + " = any(" + bindAll(field, test.operands()) + "))";
            case ALL ->
                test.operands().stream()
                        .map(operand -> some + column(field) + " = any(" + bindAll(field, List.of(operand)) + "))")
                        .collect(Collectors.joining(" and ", "(", ")"));
            case GT, GTE, LT, LTE -> some + ordered(field, column(field)) + symbol(test.op()) + bindOne(test) + ")";
            case SIZE ->
                "((select count(*) " + rows(field) + ") = " + test.operand().value() + ")";
            case EXACTLY ->
                "coalesce((select array_agg(" + column(field) + " order by v.element) " + rows(field) + ") = "
                        + bindAll(field, test.operands()) + ", false)";
            case EXISTS -> exists(field);
        };
    }

    private String ofScalar(Test test, String value) {
        Field field = test.field();
        return switch (test.op()) {
            case ANY_OF -> known(field, value, value + " = any(" + bindAll(field, test.operands()) + ")");
            case ALL ->
                test.operands().stream()
                        .map(operand -> known(field, value, value + " = any(" + bindAll(field, List.of(operand)) + ")"))
                        .collect(Collectors.joining(" and ", "(", ")"));
            case GT, GTE, LT, LTE -> known(field, value, ordered(field, value) + symbol(test.op()) + bindOne(test));
            case SIZE ->
                "((case when " + exists(field) + " then 1 else 0 end) = "
                        + test.operand().value() + ")";
            case EXACTLY ->
                test.operands().size() > 1
                        ? "false"
                        : known(field, value, value + " = any(" + bindAll(field, test.operands()) + ")");
            case EXISTS -> exists(field);
        };
    }

    /** Null is false. A column says so in a way that leaves its index usable. */
    private static String known(Field field, String value, String comparison) {
        return field.source() == Source.COLUMN
                ? "(" + value + " is not null and " + comparison + ")"
                : "coalesce(" + comparison + ", false)";
    }

    private static String scalar(Field field) {
        return switch (field.source()) {
            case COLUMN -> "c." + field.name();
            case CONTACT -> "(select k." + field.name() + " " + CONTACT;
            case CALLS -> "coalesce((select k.calls " + CONTACT + ", 0)";
            case LAST_CONTACTED ->
                "greatest((select max(v.time_value) " + rows(field) + "), (select k.last_called_at " + CONTACT + ")";
            case VALUE, NOWHERE -> throw new IllegalArgumentException(field.name() + " is no single value");
        };
    }

    private static String rows(Field field) {
        return "from customer_value v where v.tenant_id = $1 and v.customer_id = c.customer_id and v.attribute_no = "
                + field.no();
    }

    private static String column(Field field) {
        return switch (field.type()) {
            case TEXT -> "v.text_value";
            case NUMBER -> "v.number_value";
            case BOOLEAN -> "v.bool_value";
            case DATE -> "v.date_value";
            case TIMESTAMP -> "v.time_value";
        };
    }

    /** The order of text must not depend on the database's collation. */
    private static String ordered(Field field, String value) {
        return field.type() == AttributeType.TEXT ? value + " collate \"C\"" : value;
    }

    private static String symbol(Op op) {
        return switch (op) {
            case GT -> " > ";
            case GTE -> " >= ";
            case LT -> " < ";
            case LTE -> " <= ";
            default -> throw new IllegalArgumentException(op + " is no bound");
        };
    }

    private String bindOne(Test test) {
        return bind(sqlValue(test.operand().value())) + "::" + sqlType(test.field());
    }

    private String bindAll(Field field, List<Literal> operands) {
        Object[] values = operands.stream()
                .map(operand -> sqlValue(operand.value()))
                .toArray(size -> (Object[]) java.lang.reflect.Array.newInstance(javaType(field), size));
        return bind(values) + "::" + sqlType(field) + "[]";
    }

    private static Object sqlValue(Object value) {
        return value instanceof Instant instant ? OffsetDateTime.ofInstant(instant, ZoneOffset.UTC) : value;
    }

    private static String sqlType(Field field) {
        return switch (field.type()) {
            case TEXT -> "text";
            case NUMBER -> "float8";
            case BOOLEAN -> "boolean";
            case DATE -> "date";
            case TIMESTAMP -> "timestamptz";
        };
    }

    private static Class<?> javaType(Field field) {
        return switch (field.type()) {
            case TEXT -> String.class;
            case NUMBER -> Double.class;
            case BOOLEAN -> Boolean.class;
            case DATE -> LocalDate.class;
            case TIMESTAMP -> OffsetDateTime.class;
        };
    }
}
