package io.outdial.audience.query;

import io.outdial.audience.query.Node.And;
import io.outdial.audience.query.Node.Not;
import io.outdial.audience.query.Node.Op;
import io.outdial.audience.query.Node.Or;
import io.outdial.audience.query.Node.Test;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds queries that no customer can satisfy, where tests of one conjunction exclude each other: bounds that leave
 * nothing between them, a value outside the bounds, two values of a field that has one, a value and its absence. It does
 * not prove satisfiability; what it reports is always false.
 */
public final class Contradictions implements Node.Visitor<Optional<Test>> {

    private Contradictions() {}

    /** @throws QueryException at the test that makes the query false */
    public static void refuse(Node query) {
        query.accept(new Contradictions()).ifPresent(test -> {
            throw new QueryException(
                    test.pointer(),
                    "always_false",
                    "Nobody can match: what is asked of " + test.field().name() + " excludes itself.");
        });
    }

    @Override
    public Optional<Test> and(And and) {
        Map<Field, List<Test>> held = new LinkedHashMap<>();
        Map<Field, List<Test>> denied = new LinkedHashMap<>();
        for (Node part : and.parts()) {
            if (part instanceof Test test) {
                held.computeIfAbsent(test.field(), key -> new ArrayList<>()).add(test);
            } else if (part instanceof Not not && not.part() instanceof Test test) {
                denied.computeIfAbsent(test.field(), key -> new ArrayList<>()).add(test);
            } else {
                Optional<Test> inside = part.accept(this);
                if (inside.isPresent()) {
                    return inside;
                }
            }
        }
        for (Map.Entry<Field, List<Test>> entry : held.entrySet()) {
            Optional<Test> found =
                    conflict(entry.getKey(), entry.getValue(), denied.getOrDefault(entry.getKey(), List.of()));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** A disjunction is false when every branch is. */
    @Override
    public Optional<Test> or(Or or) {
        Optional<Test> first = Optional.empty();
        for (Node part : or.parts()) {
            Optional<Test> found = part.accept(this);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            first = first.isPresent() ? first : found;
        }
        return first;
    }

    @Override
    public Optional<Test> not(Not not) {
        return Optional.empty();
    }

    @Override
    public Optional<Test> test(Test test) {
        return Optional.empty();
    }

    private static Optional<Test> conflict(Field field, List<Test> held, List<Test> denied) {
        for (Test no : denied) {
            for (Test yes : held) {
                boolean absent = no.op() == Op.EXISTS && !isEmptySize(yes);
                boolean sameValues = no.op() == Op.ANY_OF
                        && yes.op() == Op.ANY_OF
                        && values(no).containsAll(values(yes));
                boolean same = no.op() == yes.op() && values(no).equals(values(yes)) && no.op() != Op.EXACTLY;
                if (absent || sameValues || same) {
                    return Optional.of(no);
                }
            }
        }
        Test lower = null;
        Test upper = null;
        for (Test test : held) {
            if (test.op().isLowerBound() && (lower == null || tighter(test, lower, 1))) {
                lower = test;
            } else if (test.op().isUpperBound() && (upper == null || tighter(test, upper, -1))) {
                upper = test;
            }
        }
        if (lower != null && upper != null) {
            int order = Literal.compare(lower.operand().value(), upper.operand().value());
            if (order > 0 || (order == 0 && (lower.op() == Op.GT || upper.op() == Op.LT))) {
                return Optional.of(upper);
            }
        }
        return field.single() ? singleConflict(held, lower, upper) : Optional.empty();
    }

    private static Optional<Test> singleConflict(List<Test> held, Test lower, Test upper) {
        Set<Object> possible = null;
        for (Test test : held) {
            if (test.op() == Op.ANY_OF) {
                if (possible == null) {
                    possible = values(test);
                } else {
                    possible.retainAll(values(test));
                }
                possible.removeIf(value -> outside(value, lower) || outside(value, upper));
                if (possible.isEmpty()) {
                    return Optional.of(test);
                }
            }
            if (test.op() == Op.ALL && values(test).size() > 1) {
                return Optional.of(test);
            }
        }
        return Optional.empty();
    }

    private static boolean outside(Object value, Test bound) {
        if (bound == null) {
            return false;
        }
        int order = Literal.compare(value, bound.operand().value());
        return switch (bound.op()) {
            case GT -> order <= 0;
            case GTE -> order < 0;
            case LT -> order >= 0;
            case LTE -> order > 0;
            default -> false;
        };
    }

    private static boolean tighter(Test candidate, Test than, int direction) {
        int order = direction
                * Literal.compare(candidate.operand().value(), than.operand().value());
        boolean open = candidate.op() == Op.GT || candidate.op() == Op.LT;
        return order > 0 || (order == 0 && open);
    }

    private static boolean isEmptySize(Test test) {
        return test.op() == Op.SIZE && test.operand().value().equals(0);
    }

    private static Set<Object> values(Test test) {
        Set<Object> values = new HashSet<>();
        test.operands().forEach(operand -> values.add(operand.value()));
        return values;
    }
}
