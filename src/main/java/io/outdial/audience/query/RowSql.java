package io.outdial.audience.query;

import io.outdial.audience.query.Field.Source;
import io.outdial.audience.query.Node.Op;
import io.outdial.audience.query.Node.Test;
import java.util.List;
import java.util.function.Function;

/** Who passes a test of what a customer's own row knows, or the row of our calls to them: there is none of whom we never called. */
final class RowSql {

    private final Arguments arguments;
    private final ValueSql values;

    RowSql(Arguments arguments, ValueSql values) {
        this.arguments = arguments;
        this.values = values;
    }

    /** Who passes the test as it stands. */
    IdSet positive(Test test) {
        return switch (test.field().source()) {
            case COLUMN, CONTACT -> ofScalar(test);
            case CONTACT_LIST -> ofContactList(test);
            case CALLS -> ofCalls(test);
            case LAST_CONTACTED -> ofLastContacted(test);
            case VALUE, NOWHERE -> throw elsewhere(test.field());
        };
    }

    /** Who has a value of the field. */
    IdSet exists(Field field) {
        return switch (field.source()) {
            case COLUMN -> customers("c." + field.name() + " is not null");
            case CONTACT -> contacts("k." + field.name() + " is not null");
            case CONTACT_LIST -> contacts("k." + field.name() + " <> '{}'");
            case CALLS -> IdSet.EVERYONE;
            case LAST_CONTACTED ->
                IdSet.union(List.of(values.some(field, "v.time_value is not null"), contacts("true")));
            case VALUE, NOWHERE -> throw elsewhere(field);
        };
    }

    /**
     * Who has some single value that meets the whole condition.
     *
     * @param condition written about the expression of a value
     */
    IdSet someValue(Field field, Function<String, String> condition) {
        return switch (field.source()) {
            case COLUMN -> customers("c." + field.name() + " is not null and " + condition.apply("c." + field.name()));
            case CONTACT -> contacts("k." + field.name() + " is not null and " + condition.apply("k." + field.name()));
            case CONTACT_LIST -> contacts(someOfList(field, condition.apply("v.text_value")));
            case CALLS -> called("true", condition.apply("coalesce(k." + field.name() + ", 0)"));
            case LAST_CONTACTED ->
                called(
                        "greatest(c.last_contacted, k.last_called_at) is not null",
                        condition.apply("greatest(c.last_contacted, k.last_called_at)"));
            case VALUE, NOWHERE -> throw elsewhere(field);
        };
    }

    private static IllegalArgumentException elsewhere(Field field) {
        return new IllegalArgumentException(field.name() + " is not in a row");
    }

    /** Of a source with one value or none, whose values all have the field's type. */
    private IdSet ofTheType(Test test) {
        return ElementSql.names(test).contains(test.field().type().code()) ? exists(test.field()) : IdSet.NOBODY;
    }

    /** Every customer beside what our own calls and the import know of the last contact. */
    private static IdSet called(String known, String condition) {
        return IdSet.once("select c.customer_id from customer c"
                + " left join customer_contact k on k.tenant_id = $1 and k.customer_id = c.customer_id"
                + " where c.tenant_id = $1 and " + known + " and " + condition);
    }

    /** A column has one value or none. */
    private IdSet ofScalar(Test test) {
        Field field = test.field();
        String value = field.source() == Source.COLUMN ? "c." + field.name() : "k." + field.name();
        return switch (test.op()) {
            case ANY_OF -> scalar(field, value + " = any(" + arguments.bindAll(field, test.operands()) + ")");
            case ALL ->
                IdSet.intersection(test.operands().stream()
                        .map(operand ->
                                scalar(field, value + " = any(" + arguments.bindAll(field, List.of(operand)) + ")"))
                        .toList());
            case GT, GTE, LT, LTE ->
                scalar(field, Arguments.ordered(field, value) + Arguments.symbol(test.op()) + arguments.bindOne(test));
            case REGEX -> scalar(field, arguments.matches(value, test));
            case TYPE -> ofTheType(test);
            case SIZE -> ofOneAtMost(field, (Integer) test.operand().value());
            case EXACTLY ->
                test.operands().size() > 1
                        ? IdSet.NOBODY
                        : scalar(field, value + " = any(" + arguments.bindAll(field, test.operands()) + ")");
            case EXISTS -> exists(field);
        };
    }

    /** A list of texts in the row of our calls. */
    private IdSet ofContactList(Test test) {
        Field field = test.field();
        String list = "k." + field.name();
        return switch (test.op()) {
            case ANY_OF -> contacts(list + " && " + arguments.bindAll(field, test.operands()));
            case ALL -> contacts(list + " @> " + arguments.bindAll(field, test.operands()));
            case EXACTLY -> contacts(list + " = " + arguments.bindAll(field, test.operands()));
            case GT, GTE, LT, LTE ->
                contacts(someOfList(
                        field,
                        Arguments.ordered(field, "v.text_value")
                                + Arguments.symbol(test.op())
                                + arguments.bindOne(test)));
            case REGEX -> contacts(someOfList(field, arguments.matches("v.text_value", test)));
            case TYPE -> {
                List<String> names = ElementSql.names(test);
                yield names.contains(field.type().code())
                        ? exists(field)
                        : names.contains("array") ? contacts("cardinality(" + list + ") > 1") : IdSet.NOBODY;
            }
            case SIZE ->
                test.operand().value().equals(0)
                        ? exists(field).complement()
                        : contacts(
                                "cardinality(" + list + ") = " + test.operand().value());
            case EXISTS -> exists(field);
        };
    }

    private static String someOfList(Field field, String condition) {
        return "exists (select from unnest(k." + field.name() + ") v (text_value) where " + condition + ")";
    }

    private IdSet ofOneAtMost(Field field, int size) {
        IdSet known = exists(field);
        return size == 0 ? known.complement() : size == 1 ? known : IdSet.NOBODY;
    }

    private static IdSet scalar(Field field, String condition) {
        return field.source() == Source.COLUMN ? customers(condition) : contacts(condition);
    }

    private static IdSet customers(String condition) {
        return IdSet.once(TestSql.EVERYONE + " and " + condition);
    }

    private static IdSet contacts(String condition) {
        return IdSet.once("select k.customer_id from customer_contact k where k.tenant_id = $1 and " + condition);
    }

    /** Whom we never called has zero calls: there is no row, so that what zero meets is the complement of what it does not. */
    private IdSet ofCalls(Test test) {
        if (test.op() == Op.SIZE) {
            return ofOneAtMost(test.field(), (Integer) test.operand().value());
        }
        if (test.op() == Op.TYPE) {
            return ofTheType(test);
        }
        List<Double> wanted = test.operands().stream()
                .map(operand -> (Double) operand.value())
                .toList();
        String column = "k." + test.field().name();
        boolean zero = wanted.stream().anyMatch(number -> number == 0);
        return switch (test.op()) {
            case ANY_OF -> calls(column + " = any(" + arguments.bindAll(test.field(), test.operands()) + ")", zero);
            case ALL, EXACTLY ->
                isOneValue(test) ? calls(column + " = " + arguments.bindOne(test), zero) : IdSet.NOBODY;
            case GT, GTE, LT, LTE ->
                calls(
                        column + Arguments.symbol(test.op()) + arguments.bindOne(test),
                        zeroMeets(test.op(), wanted.get(0)));
            case SIZE, TYPE, EXISTS -> exists(test.field());
            case REGEX -> throw noText(test);
        };
    }

    private static boolean zeroMeets(Op op, double bound) {
        return switch (op) {
            case GT -> 0 > bound;
            case GTE -> 0 >= bound;
            case LT -> 0 < bound;
            default -> 0 <= bound;
        };
    }

    private static IdSet calls(String condition, boolean zeroMeetsIt) {
        return zeroMeetsIt ? contacts("not (" + condition + ")").complement() : contacts(condition);
    }

    /** The later of two instants meets a bound from below when either does; from above when neither misses it. */
    private IdSet ofLastContacted(Test test) {
        Field field = test.field();
        return switch (test.op()) {
            case GT, GTE -> {
                String bound = Arguments.symbol(test.op()) + arguments.bindOne(test);
                yield IdSet.union(
                        List.of(values.some(field, "v.time_value" + bound), contacts("k.last_called_at" + bound)));
            }
            case LT -> lastContacted(" < ", " >= ", arguments.bindOne(test));
            case LTE -> lastContacted(" <= ", " > ", arguments.bindOne(test));
            case ANY_OF -> lastContactedAt(test);
            case ALL, EXACTLY -> isOneValue(test) ? lastContactedAt(test) : IdSet.NOBODY;
            case SIZE -> ofOneAtMost(field, (Integer) test.operand().value());
            case TYPE -> ofTheType(test);
            case REGEX -> throw noText(test);
            case EXISTS -> exists(field);
        };
    }

    private static IllegalArgumentException noText(Test test) {
        return new IllegalArgumentException(test.field().name() + " is no text");
    }

    /** One statement for however many instants. */
    private IdSet lastContactedAt(Test test) {
        return called(
                "true",
                "greatest(c.last_contacted, k.last_called_at) = any(" + arguments.bindAll(test.field(), test.operands())
                        + ")");
    }

    /** Whether a field that has one value can have what {@code ALL} or {@code EXACTLY} asks for. */
    private static boolean isOneValue(Test test) {
        return test.op() == Op.EXACTLY
                ? test.operands().size() == 1
                : test.operands().stream().map(Literal::value).distinct().count() == 1;
    }

    /** One of the instants meets the condition and the other is not beyond it. */
    private IdSet lastContacted(String meets, String beyond, String instant) {
        IdSet imported = IdSet.intersection(List.of(
                values.some(Fields.LAST_CONTACTED, "v.time_value" + meets + instant),
                contacts("k.last_called_at" + beyond + instant).complement()));
        IdSet called = IdSet.intersection(List.of(
                contacts("k.last_called_at" + meets + instant),
                values.some(Fields.LAST_CONTACTED, "v.time_value" + beyond + instant)
                        .complement()));
        return IdSet.union(List.of(imported, called));
    }
}
