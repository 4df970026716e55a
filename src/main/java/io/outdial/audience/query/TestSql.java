package io.outdial.audience.query;

import io.outdial.audience.query.Node.ElemMatch;
import io.outdial.audience.query.Node.Op;
import io.outdial.audience.query.Node.Test;
import java.util.function.Function;
import java.util.function.IntPredicate;

/** Who passes one test, as a set of ids that is read from where the field's values are. */
final class TestSql {

    static final String EVERYONE = "select c.customer_id from customer c where c.tenant_id = $1";

    private final Arguments arguments;
    private final ValueSql values;
    private final RowSql rows;

    /** @param lists whether an attribute, by number, may have several values */
    TestSql(Arguments arguments, IntPredicate lists) {
        this.arguments = arguments;
        this.values = new ValueSql(arguments, lists);
        this.rows = new RowSql(arguments, values);
    }

    /** Who passes the test as it stands. */
    IdSet positive(Test test) {
        if (test.op() == Op.EXISTS) {
            return exists(test.field());
        }
        return switch (test.field().source()) {
            case VALUE -> values.positive(test);
            case NOWHERE -> IdSet.NOBODY;
            case COLUMN, CONTACT, CONTACT_LIST, CALLS, LAST_CONTACTED -> rows.positive(test);
        };
    }

    /** Who has a value of the field. */
    IdSet exists(Field field) {
        return switch (field.source()) {
            case VALUE -> values.everyRow(field);
            case NOWHERE -> IdSet.NOBODY;
            case COLUMN, CONTACT, CONTACT_LIST, CALLS, LAST_CONTACTED -> rows.exists(field);
        };
    }

    /** One value within both bounds, or, of those who have a list of them, one value within each. */
    IdSet between(Test one, Test other) {
        return values.between(one, other);
    }

    /** Some single value meets the whole condition. */
    IdSet someValue(ElemMatch elemMatch) {
        Field field = elemMatch.field();
        Function<String, String> condition =
                value -> elemMatch.condition().accept(new ElementSql(arguments, field, value));
        return switch (field.source()) {
            case VALUE -> values.someValue(field, condition);
            case NOWHERE -> IdSet.NOBODY;
            case COLUMN, CONTACT, CONTACT_LIST, CALLS, LAST_CONTACTED -> rows.someValue(field, condition);
        };
    }
}
