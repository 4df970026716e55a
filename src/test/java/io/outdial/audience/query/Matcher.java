package io.outdial.audience.query;

import io.outdial.audience.query.Node.And;
import io.outdial.audience.query.Node.Not;
import io.outdial.audience.query.Node.Or;
import io.outdial.audience.query.Node.Test;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Says whether one customer matches, in memory: the oracle that SQL is held to. Values are lists, empty when missing. */
public final class Matcher implements Node.Visitor<Boolean> {

    private final Map<String, List<Object>> customer;

    private Matcher(Map<String, List<Object>> customer) {
        this.customer = customer;
    }

    public static boolean matches(Node query, Map<String, List<Object>> customer) {
        return query.accept(new Matcher(customer));
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

    @Override
    public Boolean test(Test test) {
        List<Object> values = customer.getOrDefault(test.field().name(), List.of());
        List<Object> wanted = test.operands().stream().map(Literal::value).toList();
        return switch (test.op()) {
            case ANY_OF -> values.stream().anyMatch(wanted::contains);
            case ALL -> values.containsAll(wanted);
            case EXACTLY -> values.equals(wanted);
            case GT -> values.stream().anyMatch(value -> Literal.compare(value, wanted.get(0)) > 0);
            case GTE -> values.stream().anyMatch(value -> Literal.compare(value, wanted.get(0)) >= 0);
            case LT -> values.stream().anyMatch(value -> Literal.compare(value, wanted.get(0)) < 0);
            case LTE -> values.stream().anyMatch(value -> Literal.compare(value, wanted.get(0)) <= 0);
            case SIZE -> Objects.equals(values.size(), wanted.get(0));
            case EXISTS -> !values.isEmpty();
        };
    }
}
