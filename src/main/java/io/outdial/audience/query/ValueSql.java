package io.outdial.audience.query;

import io.outdial.audience.query.Node.Test;
import io.outdial.customer.AttributeType;
import io.outdial.customer.CoreField;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntPredicate;

/** Who passes a test of a field whose values are rows of {@code customer_value}, read from the index of those values. */
final class ValueSql {

    /** The view of texts of any length. */
    private static final String TEXTS = "customer_value_texts";

    private final Arguments arguments;
    private final IntPredicate lists;

    /** @param lists whether an attribute, by number, may have several values */
    ValueSql(Arguments arguments, IntPredicate lists) {
        this.arguments = arguments;
        this.lists = lists;
    }

    /** One value within both bounds, or, of those who have a list of them, one value within each. */
    IdSet between(Test one, Test other) {
        Field field = one.field();
        String column = Arguments.ordered(field, column(field));
        String first = column + Arguments.symbol(one.op()) + arguments.bindOne(one);
        String second = column + Arguments.symbol(other.op()) + arguments.bindOne(other);
        if (!mayBeList(field)) {
            return IdSet.once("select v.customer_id " + typed(field) + " and " + first + " and " + second);
        }
        return IdSet.once(
                "(select v.customer_id " + typed(field) + " and " + first + " and " + second + " and " + noList(field)
                        + ") union all (" + ofLists(field, "bool_or(" + first + ") and bool_or(" + second + ")") + ")");
    }

    /**
     * Who has some single value that meets the whole condition.
     *
     * @param condition written about the expression of a value
     */
    IdSet someValue(Field field, Function<String, String> condition) {
        return some(field, rows(field), condition.apply(column(field)));
    }

    /** Customers of whom some value of the field's type meets the condition, which is about {@code v}. */
    IdSet some(Field field, String condition) {
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
        Field field = test.field();
        return switch (test.op()) {
            case ANY_OF -> anyOf(field, test.operands());
            case ALL ->
                IdSet.intersection(test.operands().stream()
                        .map(operand -> anyOf(field, List.of(operand)))
                        .toList());
            case GT, GTE, LT, LTE ->
                some(
                        field,
                        Arguments.ordered(field, column(field))
                                + Arguments.symbol(test.op())
                                + arguments.bindOne(test));
            case REGEX -> some(field, arguments.matches(column(field), test));
            case TYPE -> ofType(test);
            case SIZE ->
                test.operand().value().equals(0)
                        ? everyRow(field).complement()
                        : IdSet.once(
                                "select v.customer_id from (" + everyRow(field).select()
                                        + ") v group by v.customer_id having count(*) = "
                                        + test.operand().value());
            case EXACTLY -> exactly(test);
            case EXISTS -> everyRow(field);
        };
    }

    private IdSet anyOf(Field field, List<Literal> operands) {
        return some(
                field, equal(field, operands), column(field) + " = any(" + arguments.bindAll(field, operands) + ")");
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

    /** Customers whose values in order are these: of those who have the first, every value is read. */
    private IdSet exactly(Test test) {
        Field field = test.field();
        String first =
                column(field) + " = any(" + arguments.bindAll(field, List.of(test.operand())) + ") and v.element = 0";
        return IdSet.once("select v.customer_id " + rows(field) + " and v.customer_id in (select v.customer_id "
                + equal(field, List.of(test.operand())) + " and " + first + ") group by v.customer_id having array_agg("
                + column(field)
                + " order by v.element) = " + arguments.bindAll(field, test.operands()));
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

    /** A row per value, also of those that did not fit the field's type and were kept as text. */
    IdSet everyRow(Field field) {
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
}
