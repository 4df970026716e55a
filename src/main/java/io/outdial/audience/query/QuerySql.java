package io.outdial.audience.query;

import io.outdial.audience.query.Field.Source;
import io.outdial.audience.query.Node.And;
import io.outdial.audience.query.Node.ElemMatch;
import io.outdial.audience.query.Node.Not;
import io.outdial.audience.query.Node.Op;
import io.outdial.audience.query.Node.Or;
import io.outdial.audience.query.Node.Test;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Compiles a tree to a query of the ids of customers. {@code $1} is the tenant, the arguments follow from {@code $2}.
 * Every test is a set of ids read from one index; customers themselves are read only when everyone is meant.
 */
public final class QuerySql {

    /**
     * Statements of one column.
     *
     * @param select the ids, some of which may repeat: once per element of a list
     * @param once the ids, each once
     */
    public record Ids(String select, String once) {}

    private final Arguments arguments = new Arguments();
    private final TestSql tests;
    private boolean absence;

    /** Any attribute may be a list. */
    public QuerySql() {
        this.tests = new TestSql(arguments, any -> true);
    }

    /** @param lists the numbers of the attributes of which some customer has several values */
    public QuerySql(Set<Integer> lists) {
        this.tests = new TestSql(arguments, lists::contains);
    }

    /**
     * Who matches; the arguments are added to {@link #arguments()}.
     *
     * @param narrowing statements beside the query that answer ids, none of which repeats: who matches is in each
     */
    public Ids ids(Node query, List<String> narrowing) {
        return whole(query.accept(new Writer(false)), narrowing);
    }

    /** Who matches of those who have every field that is negated: who is only in {@link #ids} matches by absence. */
    public Ids idsPresent(Node query, List<String> narrowing) {
        return whole(query.accept(new Writer(true)), narrowing);
    }

    /** Adds an argument and answers its placeholder, for statements that stand beside the query. */
    public String bind(Object argument) {
        return arguments.bind(argument);
    }

    /** Whether a query that was compiled has a test that a missing field passes. */
    public boolean mayMatchByAbsence() {
        return absence;
    }

    public List<Object> arguments() {
        return arguments.bound();
    }

    private static Ids whole(IdSet query, List<String> narrowing) {
        List<IdSet> all = new ArrayList<>();
        narrowing.forEach(statement -> all.add(IdSet.once(statement)));
        if (all.isEmpty() || !query.equals(IdSet.EVERYONE)) {
            all.add(query);
        }
        IdSet set = IdSet.intersection(all);
        IdSet ids = set.equals(IdSet.EVERYONE) ? IdSet.once(TestSql.EVERYONE) : set;
        if (ids.without()) {
            ids = IdSet.intersection(List.of(IdSet.once(TestSql.EVERYONE), ids));
        }
        return new Ids(ids.select(), ids.once());
    }

    /** Joins the sets of the tests. */
    private final class Writer implements Node.Visitor<IdSet> {

        private final boolean present;
        private boolean negated;

        Writer(boolean present) {
            this.present = present;
        }

        @Override
        public IdSet and(And and) {
            return negated ? IdSet.union(sets(and.parts())) : IdSet.intersection(conjunction(and.parts()));
        }

        @Override
        public IdSet or(Or or) {
            return negated ? IdSet.intersection(sets(or.parts())) : IdSet.union(sets(or.parts()));
        }

        private List<IdSet> sets(List<Node> parts) {
            return parts.stream().map(part -> part.accept(this)).toList();
        }

        /** Two bounds of one field are read at once: apart, each may be met by nearly everyone. */
        private List<IdSet> conjunction(List<Node> parts) {
            List<IdSet> sets = new ArrayList<>();
            List<Node> rest = new ArrayList<>(parts);
            while (!rest.isEmpty()) {
                Node first = rest.remove(0);
                Test other = first instanceof Test test ? otherBound(test, rest) : null;
                if (other == null) {
                    sets.add(first.accept(this));
                } else {
                    rest.remove(other);
                    sets.add(tests.between((Test) first, other));
                }
            }
            return sets;
        }

        @Override
        public IdSet not(Not not) {
            negated = !negated;
            IdSet set = not.part().accept(this);
            negated = !negated;
            return set;
        }

        /** Negation is pushed down to here, where absence is decided. */
        @Override
        public IdSet test(Test test) {
            if (!negated) {
                absence |= test.isEmptySize();
                return present && test.isEmptySize() ? IdSet.NOBODY : tests.positive(test);
            }
            return present && test.op() == Op.EXISTS ? IdSet.NOBODY : not(test.field(), tests.positive(test));
        }

        @Override
        public IdSet elemMatch(ElemMatch elemMatch) {
            IdSet some = tests.someValue(elemMatch);
            return negated ? not(elemMatch.field(), some) : some;
        }

        private IdSet not(Field field, IdSet set) {
            absence = true;
            IdSet not = set.complement();
            return present ? IdSet.intersection(List.of(tests.exists(field), not)) : not;
        }
    }

    private static Test otherBound(Test bound, List<Node> among) {
        if (bound.field().source() != Source.VALUE
                || !(bound.op().isLowerBound() || bound.op().isUpperBound())) {
            return null;
        }
        return among.stream()
                .filter(node -> node instanceof Test test
                        && test.field().equals(bound.field())
                        && (bound.op().isLowerBound()
                                ? test.op().isUpperBound()
                                : test.op().isLowerBound()))
                .map(Test.class::cast)
                .findFirst()
                .orElse(null);
    }
}
