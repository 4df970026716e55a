package io.outdial.audience.query;

import io.outdial.audience.query.Field.Source;
import io.outdial.audience.query.Node.ElemMatch;
import io.outdial.audience.query.Node.Op;
import io.outdial.audience.query.Node.Test;
import io.outdial.customer.AttributeType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one conjunction asks of one field, and whether parts of that exclude each other. */
final class Conflict {

    private final Field field;
    /** Whether the field never has two values: surely, and for an attribute that is no text as far as bounds and values go. */
    private final boolean surelySingle;

    private final boolean single;
    private final List<Test> held = new ArrayList<>();
    private final List<Test> denied = new ArrayList<>();
    private final List<ElemMatch> someValue = new ArrayList<>();

    Conflict(Field field, boolean oneValue) {
        this.field = field;
        this.surelySingle = oneValue || field.single();
        this.single = surelySingle || field.type() != AttributeType.TEXT;
    }

    void add(Test test, boolean not) {
        (not ? denied : held).add(test);
    }

    void add(ElemMatch elemMatch, boolean not) {
        if (!not) {
            someValue.add(elemMatch);
        }
    }

    /** A part that the others exclude. */
    Optional<Node> find() {
        Optional<Test> found = absence()
                .or(this::denial)
                .or(this::impossible)
                .or(this::sizes)
                .or(this::bounds)
                .or(this::values);
        return found.map(test -> test);
    }

    /** The field is to be missing, and something is asked of it. */
    private Optional<Test> absence() {
        boolean asked = !someValue.isEmpty()
                || held.stream().anyMatch(test -> !test.isEmptySize())
                || field.source() == Source.CALLS;
        return asked ? first(denied, Op.EXISTS) : Optional.empty();
    }

    /** What is held is denied. */
    private Optional<Test> denial() {
        for (Test no : denied) {
            for (Test yes : held) {
                boolean same = no.op() == yes.op() && listed(no).equals(listed(yes));
                boolean within = no.op() == Op.ANY_OF
                        && yes.op() == Op.ANY_OF
                        && values(no).containsAll(values(yes));
                boolean needed = no.op() == Op.ANY_OF
                        && (yes.op() == Op.ALL || yes.op() == Op.EXACTLY)
                        && !Collections.disjoint(values(no), values(yes));
                if (same || within || needed) {
                    return Optional.of(no);
                }
            }
        }
        return Optional.empty();
    }

    /** A type that no value of the field ever has; fewer calls than none. */
    private Optional<Test> impossible() {
        Set<Object> types = new HashSet<>(List.of(field.type().code()));
        if (field.isAttribute()) {
            types.add(AttributeType.TEXT.code()); // a cell that did not fit
        }
        if (!surelySingle) {
            types.add("array");
        }
        return held.stream()
                .filter(test -> (test.op() == Op.TYPE && Collections.disjoint(values(test), types))
                        || (field.source() == Source.CALLS && belowZero(test)))
                .findFirst();
    }

    private static boolean belowZero(Test test) {
        return (test.op() == Op.LT && Literal.compare(test.operand().value(), 0.0) <= 0)
                || (test.op() == Op.LTE && Literal.compare(test.operand().value(), 0.0) < 0);
    }

    private Optional<Test> sizes() {
        Test size = first(held, Op.SIZE).orElse(null);
        if (size == null) {
            return Optional.empty();
        }
        int number = (int) size.operand().value();
        if (number == 0 && (!someValue.isEmpty() || field.source() == Source.CALLS)) {
            return Optional.of(size);
        }
        return held.stream()
                .filter(test -> switch (test.op()) {
                    case SIZE -> !test.operand().value().equals(number) || (surelySingle && number > 1);
                    case EXACTLY -> test.operands().size() != number;
                    case ALL -> values(test).size() > number;
                    default -> number == 0;
                })
                .findFirst();
    }

    private Optional<Test> bounds() {
        Test lower = tightest(true);
        Test upper = tightest(false);
        if (!single || lower == null || upper == null) {
            return Optional.empty();
        }
        int order = Literal.compare(lower.operand().value(), upper.operand().value());
        boolean nothing = order > 0 || (order == 0 && (lower.op() == Op.GT || upper.op() == Op.LT));
        return nothing ? Optional.of(upper) : Optional.empty();
    }

    /** A field that has one value cannot have two, nor one outside its bounds. */
    private Optional<Test> values() {
        Set<Object> possible = null;
        for (Test test : held) {
            if (surelySingle
                    && ((test.op() == Op.ALL && values(test).size() > 1)
                            || (test.op() == Op.EXACTLY && test.operands().size() > 1))) {
                return Optional.of(test);
            }
            if (single && test.op() == Op.ANY_OF) {
                if (possible == null) {
                    possible = values(test);
                } else {
                    possible.retainAll(values(test));
                }
                possible.removeIf(value -> outside(value, tightest(true)) || outside(value, tightest(false)));
                if (possible.isEmpty()) {
                    return Optional.of(test);
                }
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

    private Test tightest(boolean lower) {
        Test found = null;
        for (Test test : held) {
            boolean bound = lower ? test.op().isLowerBound() : test.op().isUpperBound();
            if (bound && (found == null || tighter(test, found, lower ? 1 : -1))) {
                found = test;
            }
        }
        return found;
    }

    private static boolean tighter(Test candidate, Test than, int direction) {
        int order = direction
                * Literal.compare(candidate.operand().value(), than.operand().value());
        boolean open = candidate.op() == Op.GT || candidate.op() == Op.LT;
        return order > 0 || (order == 0 && open);
    }

    private static Optional<Test> first(List<Test> tests, Op op) {
        return tests.stream().filter(test -> test.op() == op).findFirst();
    }

    private static List<Object> listed(Test test) {
        return test.operands().stream().map(Literal::value).toList();
    }

    private static Set<Object> values(Test test) {
        return new HashSet<>(listed(test));
    }
}
