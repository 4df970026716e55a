package io.outdial.audience.query;

import io.outdial.audience.query.Node.And;
import io.outdial.audience.query.Node.ElemMatch;
import io.outdial.audience.query.Node.Not;
import io.outdial.audience.query.Node.Or;
import io.outdial.audience.query.Node.Test;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * Says whether one customer matches, in memory: the oracle that SQL is held to. It knows nothing of tables: a customer is
 * a list of values by field, empty when missing, and a text among the values of a number is a cell that did not fit.
 */
public final class Matcher implements Node.Visitor<Boolean> {

    private final Function<Field, List<Object>> values;

    private Matcher(Function<Field, List<Object>> values) {
        this.values = values;
    }

    public static boolean matches(Node query, Map<String, List<Object>> customer) {
        return query.accept(new Matcher(field -> customer.getOrDefault(field.name(), List.of())));
    }

    @Override
    public Boolean and(And and) {
        return and.parts().stream().allMatch(part -> part.accept(this));
    }

    @Override
    public Boolean or(Or or) {
        return or.parts().stream().anyMatch(part -> part.accept(this));
    }

    @Override
    public Boolean not(Not not) {
        return !not.part().accept(this);
    }

    /** Each value on its own, as a list of one. */
    @Override
    public Boolean elemMatch(ElemMatch elemMatch) {
        return values.apply(elemMatch.field()).stream()
                .anyMatch(value -> elemMatch.condition().accept(new Matcher(field -> List.of(value))));
    }

    @Override
    public Boolean test(Test test) {
        List<Object> there = values.apply(test.field());
        List<Object> wanted = test.operands().stream().map(Literal::value).toList();
        return switch (test.op()) {
            case ANY_OF -> there.stream().anyMatch(wanted::contains);
            case ALL -> there.containsAll(wanted);
            case EXACTLY -> there.equals(wanted);
            case GT -> compared(there, wanted, order -> order > 0);
            case GTE -> compared(there, wanted, order -> order >= 0);
            case LT -> compared(there, wanted, order -> order < 0);
            case LTE -> compared(there, wanted, order -> order <= 0);
            case REGEX ->
                there.stream().anyMatch(value -> pattern((Regex) wanted.get(0))
                        .matcher((String) value)
                        .find());
            case TYPE ->
                there.stream().anyMatch(value -> wanted.contains(type(value)))
                        || (wanted.contains("array") && there.size() > 1);
            case SIZE -> Objects.equals(there.size(), wanted.get(0));
            case EXISTS -> !there.isEmpty();
        };
    }

    private static boolean compared(List<Object> values, List<Object> wanted, IntPredicate fits) {
        return values.stream()
                .filter(value -> value.getClass() == wanted.get(0).getClass())
                .anyMatch(value -> fits.test(Literal.compare(value, wanted.get(0))));
    }

    private static String type(Object value) {
        return Map.of(
                        String.class, "text",
                        Double.class, "number",
                        Boolean.class, "boolean",
                        LocalDate.class, "date",
                        Instant.class, "timestamp")
                .get(value.getClass());
    }

    /** As Java reads what people wrote, but that a dollar means the very end. */
    static Pattern pattern(Regex regex) {
        StringBuilder java = new StringBuilder();
        boolean escaped = false;
        boolean bracket = false;
        for (char c : regex.source().toCharArray()) {
            bracket = escaped ? bracket : c == '[' || (bracket && c != ']');
            java.append(c == '$' && !escaped && !bracket ? "\\z" : String.valueOf(c));
            escaped = c == '\\' && !escaped;
        }
        int fold = regex.ignoreCase() ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
        return Pattern.compile(java.toString(), Pattern.DOTALL | fold);
    }
}
