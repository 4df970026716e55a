package io.outdial.audience.query;

import io.outdial.audience.query.Field.Source;
import io.outdial.audience.query.Node.ElemMatch;
import io.outdial.audience.query.Node.Op;
import io.outdial.audience.query.Node.Test;
import io.outdial.customer.AttributeType;
import io.outdial.customer.CoreField;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntPredicate;

/** Who passes one test, as a set of ids that is read from the index of the field's values. */
final class TestSql {

    static final String EVERYONE = "select c.customer_id from customer c where c.tenant_id = $1";

    /** The view of texts of any length. */
    private static final String TEXTS = "customer_value_texts";

    private final List<Object> arguments = new ArrayList<>();
    private final IntPredicate lists;

    /** @param lists whether an attribute, by number, may have several values */
    TestSql(IntPredicate lists) {
        this.lists = lists;
    }

    /** What is bound so far, from {@code $2}. */
    List<Object> arguments() {
        return java.util.Collections.unmodifiableList(new ArrayList<>(arguments));
    }

    String bind(Object argument) {
        arguments.add(argument);
        return "$" + (arguments.size() + 1);
    }

    /** One value within both bounds, or, of those who have a list of them, one value within each. */
    IdSet between(Test one, Test other) {
        Field field = one.field();
        String column = ordered(field, column(field));
        String first = column + symbol(one.op()) + bindOne(one);
        String second = column + symbol(other.op()) + bindOne(other);
        if (!mayBeList(field)) {
            return IdSet.once("select v.customer_id " + typed(field) + " and " + first + " and " + second);
        }
        return IdSet.once(
                "(select v.customer_id " + typed(field) + " and " + first + " and " + second + " and " + noList(field)
                        + ") union all (" + ofLists(field, "bool_or(" + first + ") and bool_or(" + second + ")") + ")");
    }

    /** Customers of whom some value of the field's type meets the condition, which is about {@code v}. */
    private IdSet some(Field field, String condition) {
        return some(field, typed(field), condition);
    }

    private IdSet some(Field field, String rows, String condition) {
        String select = "select v.customer_id " + rows + " and " + condition;
        if (!mayBeList(field)) {
            return IdSet.once(select);
        }
        // Lists of anything but texts are rare: it is cheaper to look at them apart than to sort out every id.
        return field.type() == AttributeType.TEXT
                ? IdSet.of(select)
                : new IdSet(
                        select,
                        "(" + select + " and " + noList(field) + ") union all ("
                                + ofLists(field, "bool_or(" + condition + ")") + ")",
                        false);
    }

    private boolean mayBeList(Field field) {
        return field.isAttribute() ? lists.test(field.no()) : field.no() == CoreField.NEIGHBORHOODS.no();
    }

    /** The value is the only one its customer has. */
    private static String noList(Field field) {
        return "not exists (select from " + tables(field) + " l where l.tenant_id = $1 and l.attribute_no = "
                + field.no() + " and l.element > 0 and l.customer_id = v.customer_id)";
    }

    /** Customers with several values, all of which meet a condition that aggregates {@code v}. */
    private static String ofLists(Field field, String condition) {
        return "select v.customer_id " + rows(field)
                + " and v.customer_id in (select l.customer_id from " + tables(field) + " l"
                + " where l.tenant_id = $1 and l.attribute_no = " + field.no() + " and l.element > 0)"
                + " group by v.customer_id having " + condition;
    }

    /** Who passes the test as it stands. */
    IdSet positive(Test test) {
        if (test.op() == Op.EXISTS) {
            return exists(test.field());
        }
        return switch (test.field().source()) {
            case VALUE -> ofValues(test);
            case NOWHERE -> IdSet.NOBODY;
            case COLUMN, CONTACT -> ofScalar(test);
            case CONTACT_LIST -> ofContactList(test);
            case CALLS -> ofCalls(test);
            case LAST_CONTACTED -> ofLastContacted(test);
        };
    }

    /** Who has a value of the field. */
    IdSet exists(Field field) {
        return switch (field.source()) {
            case VALUE -> everyRow(field);
            case COLUMN -> customers("c." + field.name() + " is not null");
            case CONTACT -> contacts("k." + field.name() + " is not null");
            case CONTACT_LIST -> contacts("k." + field.name() + " <> '{}'");
            case CALLS -> IdSet.EVERYONE;
            case LAST_CONTACTED -> IdSet.union(List.of(some(field, "v.time_value is not null"), contacts("true")));
            case NOWHERE -> IdSet.NOBODY;
        };
    }

    private IdSet ofValues(Test test) {
        Field field = test.field();
        return switch (test.op()) {
            case ANY_OF -> anyOf(field, test.operands());
            case ALL ->
                IdSet.intersection(test.operands().stream()
                        .map(operand -> anyOf(field, List.of(operand)))
                        .toList());
            case GT, GTE, LT, LTE -> some(field, ordered(field, column(field)) + symbol(test.op()) + bindOne(test));
            case REGEX -> some(field, matches(column(field), test));
            case TYPE -> ofType(test);
            case SIZE ->
                test.operand().value().equals(0)
                        ? exists(field).complement()
                        : IdSet.once(
                                "select v.customer_id from (" + everyRow(field).select()
                                        + ") v group by v.customer_id having count(*) = "
                                        + test.operand().value());
            case EXACTLY -> exactly(test);
            case EXISTS -> exists(field);
        };
    }

    private IdSet anyOf(Field field, List<Literal> operands) {
        return some(field, equal(field, operands), column(field) + " = any(" + bindAll(field, operands) + ")");
    }

    /** The field's values that may equal one of these: short texts are in one table. */
    private static String equal(Field field, List<Literal> operands) {
        boolean allShort =
                operands.stream().allMatch(operand -> operand.value().toString().length() <= AttributeType.MAX_KEY);
        return allShort ? rows(field.type().table(), field) : typed(field);
    }

    /** Which column holds a value says its type; two values or more are an array. */
    private IdSet ofType(Test test) {
        Field field = test.field();
        List<IdSet> sets = new ArrayList<>();
        sets.add(some(field, rows(field), ElementSql.isOfType(test)));
        if (ElementSql.names(test).contains("array")) {
            sets.add(IdSet.of("select v.customer_id " + rows(field) + " and v.element > 0"));
        }
        return IdSet.union(sets);
    }

    /** Of a source with one value or none, whose values all have the field's type. */
    private IdSet ofTheType(Test test) {
        return ElementSql.names(test).contains(test.field().type().code()) ? exists(test.field()) : IdSet.NOBODY;
    }

    /** Some single value meets the whole condition. */
    IdSet someValue(ElemMatch elemMatch) {
        Field field = elemMatch.field();
        Function<String, String> condition = value -> elemMatch.condition().accept(new ElementSql(this, field, value));
        return switch (field.source()) {
            case VALUE -> some(field, rows(field), condition.apply(column(field)));
            case COLUMN -> customers("c." + field.name() + " is not null and " + condition.apply("c." + field.name()));
            case CONTACT -> contacts("k." + field.name() + " is not null and " + condition.apply("k." + field.name()));
            case CONTACT_LIST -> contacts(someOfList(field, condition.apply("v.text_value")));
            case CALLS -> called("true", condition.apply("coalesce(k." + field.name() + ", 0)"));
            case LAST_CONTACTED ->
                called(
                        "greatest(c.last_contacted, k.last_called_at) is not null",
                        condition.apply("greatest(c.last_contacted, k.last_called_at)"));
            case NOWHERE -> IdSet.NOBODY;
        };
    }

    /** Every customer beside what our own calls and the import know of the last contact. */
    private static IdSet called(String known, String condition) {
        return IdSet.once("select c.customer_id from customer c"
                + " left join customer_contact k on k.tenant_id = $1 and k.customer_id = c.customer_id"
                + " where c.tenant_id = $1 and " + known + " and " + condition);
    }

    /** Customers whose values in order are these: of those who have the first, every value is read. */
    private IdSet exactly(Test test) {
        Field field = test.field();
        String first = column(field) + " = any(" + bindAll(field, List.of(test.operand())) + ") and v.element = 0";
        return IdSet.once("select v.customer_id " + rows(field) + " and v.customer_id in (select v.customer_id "
                + equal(field, List.of(test.operand())) + " and " + first + ") group by v.customer_id having array_agg("
                + column(field)
                + " order by v.element) = " + bindAll(field, test.operands()));
    }

    /** A column has one value or none. */
    private IdSet ofScalar(Test test) {
        Field field = test.field();
        String value = field.source() == Source.COLUMN ? "c." + field.name() : "k." + field.name();
        return switch (test.op()) {
            case ANY_OF -> scalar(field, value + " = any(" + bindAll(field, test.operands()) + ")");
            case ALL ->
                IdSet.intersection(test.operands().stream()
                        .map(operand -> scalar(field, value + " = any(" + bindAll(field, List.of(operand)) + ")"))
                        .toList());
            case GT, GTE, LT, LTE -> scalar(field, ordered(field, value) + symbol(test.op()) + bindOne(test));
            case REGEX -> scalar(field, matches(value, test));
            case TYPE -> ofTheType(test);
            case SIZE -> ofOneAtMost(field, (Integer) test.operand().value());
            case EXACTLY ->
                test.operands().size() > 1
                        ? IdSet.NOBODY
                        : scalar(field, value + " = any(" + bindAll(field, test.operands()) + ")");
            case EXISTS -> exists(field);
        };
    }

    /** A list of texts in the row of our calls. */
    private IdSet ofContactList(Test test) {
        Field field = test.field();
        String list = "k." + field.name();
        return switch (test.op()) {
            case ANY_OF -> contacts(list + " && " + bindAll(field, test.operands()));
            case ALL -> contacts(list + " @> " + bindAll(field, test.operands()));
            case EXACTLY -> contacts(list + " = " + bindAll(field, test.operands()));
            case GT, GTE, LT, LTE ->
                contacts(someOfList(field, ordered(field, "v.text_value") + symbol(test.op()) + bindOne(test)));
            case REGEX -> contacts(someOfList(field, matches("v.text_value", test)));
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
        return IdSet.once(EVERYONE + " and " + condition);
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
            case ANY_OF -> calls(column + " = any(" + bindAll(test.field(), test.operands()) + ")", zero);
            case ALL, EXACTLY -> isOneValue(test) ? calls(column + " = " + bindOne(test), zero) : IdSet.NOBODY;
            case GT, GTE, LT, LTE ->
                calls(column + symbol(test.op()) + bindOne(test), zeroMeets(test.op(), wanted.get(0)));
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
                String bound = symbol(test.op()) + bindOne(test);
                yield IdSet.union(List.of(some(field, "v.time_value" + bound), contacts("k.last_called_at" + bound)));
            }
            case LT -> lastContacted(" < ", " >= ", bindOne(test));
            case LTE -> lastContacted(" <= ", " > ", bindOne(test));
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
                "greatest(c.last_contacted, k.last_called_at) = any(" + bindAll(test.field(), test.operands()) + ")");
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
                some(Fields.LAST_CONTACTED, "v.time_value" + meets + instant),
                contacts("k.last_called_at" + beyond + instant).complement()));
        IdSet called = IdSet.intersection(List.of(
                contacts("k.last_called_at" + meets + instant),
                some(Fields.LAST_CONTACTED, "v.time_value" + beyond + instant).complement()));
        return IdSet.union(List.of(imported, called));
    }

    /** Where the field's values of any type are: those of a text are nowhere else, and each table costs planning time. */
    private static String tables(Field field) {
        return field.type() == AttributeType.TEXT ? TEXTS : "customer_value";
    }

    /** The field's values of any type. */
    private static String rows(Field field) {
        return rows(tables(field), field) + (field.onlyMoments() ? " and v.time_value is not null" : "");
    }

    /** The field's values that have its type. A text may be in either of two tables. */
    private static String typed(Field field) {
        return rows(field.type() == AttributeType.TEXT ? TEXTS : field.type().table(), field);
    }

    private static String rows(String table, Field field) {
        return "from " + table + " v where v.tenant_id = $1 and v.attribute_no = " + field.no();
    }

    /** Collation C: what a pattern matches must not depend on the database's. */
    String matches(String value, Test test) {
        return value + " collate \"C\" ~ " + bind(((Regex) test.operand().value()).sql()) + "::text";
    }

    /** A row per value, also of those that did not fit the field's type and were kept as text. */
    private IdSet everyRow(Field field) {
        String typed = "select v.customer_id " + typed(field) + " and " + column(field) + " is not null";
        String all = field.type() == AttributeType.TEXT || field.onlyMoments()
                ? typed
                : typed + " union all select v.customer_id " + rows(TEXTS, field);
        return mayBeList(field) ? IdSet.of(all) : IdSet.once(all);
    }

    private static String column(Field field) {
        return column(field.type());
    }

    static String column(AttributeType type) {
        return "v." + type.column();
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

    String bindOne(Test test) {
        return bindOne(test.field(), test.operand());
    }

    private String bindOne(Field field, Literal operand) {
        return bind(SqlTypes.value(operand.value())) + "::" + SqlTypes.name(field.type());
    }

    String bindAll(Field field, List<Literal> operands) {
        Object[] values = operands.stream()
                .map(operand -> SqlTypes.value(operand.value()))
                .toArray(size -> (Object[]) java.lang.reflect.Array.newInstance(SqlTypes.of(field.type()), size));
        return bind(values) + "::" + SqlTypes.name(field.type()) + "[]";
    }
}
