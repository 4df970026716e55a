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
    private final List<Asked> held = new ArrayList<>();
    private final List<Asked> denied = new ArrayList<>();
    private final List<ElemMatch> someValue = new ArrayList<>();

    Conflict(Field field, boolean oneValue) {
        this.field = field;
        this.surelySingle = oneValue || field.single();
        this.single = surelySingle || field.type() != AttributeType.TEXT;
    }

    /** A test with its values, which are many: every pair of tests is looked at. */
    private record Asked(Test test, List<Object> listed, Set<Object> values) {

        static Asked of(Test test) {
            List<Object> listed = test.operands().stream().map(Literal::value).toList();
            return new Asked(test, listed, Set.copyOf(listed));
        }

        Op op() {
            return test.op();
        }

        Object value() {
            return listed.get(0);
        }
    }

    void add(Test test, boolean not) {
        (not ? denied : held).add(Asked.of(test));
    }

    void add(ElemMatch elemMatch, boolean not) {
        if (!not) {
            someValue.add(elemMatch);
        }
    }

    /** A part that the others exclude. */
    Optional<Node> find() {
        Optional<Asked> found = absence()
                .or(this::denial)
                .or(this::impossible)
                .or(this::sizes)
                .or(this::bounds)
                .or(this::values);
        return found.map(Asked::test);
    }

    /** The field is to be missing, and something is asked of it. */
    private Optional<Asked> absence() {
        boolean asked = !someValue.isEmpty()
                || held.stream().anyMatch(each -> !each.test().isEmptySize())
                || field.source() == Source.CALLS;
        return asked ? first(denied, Op.EXISTS) : Optional.empty();
    }

    /** What is held is denied. */
    private Optional<Asked> denial() {
        for (Asked no : denied) {
            for (Asked yes : held) {
                boolean same = no.op() == yes.op() && no.listed().equals(yes.listed());
                boolean within = no.op() == Op.ANY_OF
                        && yes.op() == Op.ANY_OF
                        && no.values().containsAll(yes.values());
                boolean needed = no.op() == Op.ANY_OF
                        && (yes.op() == Op.ALL || yes.op() == Op.EXACTLY)
                        && !Collections.disjoint(no.values(), yes.values());
                if (same || within || needed) {
                    return Optional.of(no);
                }
            }
        }
        return Optional.empty();
    }

    /** A type that no value of the field ever has; fewer calls than none. */
    private Optional<Asked> impossible() {
        Set<Object> types = new HashSet<>(List.of(field.type().code()));
        if (field.isAttribute()) {
            types.add(AttributeType.TEXT.code()); // a cell that did not fit
        }
        if (!surelySingle) {
            types.add("array");
        }
        return held.stream()
                .filter(test -> (test.op() == Op.TYPE && Collections.disjoint(test.values(), types))
                        || (field.source() == Source.CALLS && belowZero(test)))
                .findFirst();
    }

    private static boolean belowZero(Asked test) {
        return (test.op() == Op.LT && Literal.compare(test.value(), 0.0) <= 0)
                || (test.op() == Op.LTE && Literal.compare(test.value(), 0.0) < 0);
    }

    private Optional<Asked> sizes() {
        Asked size = first(held, Op.SIZE).orElse(null);
        if (size == null) {
            return Optional.empty();
        }
        int number = (int) size.value();
        if (number == 0 && (!someValue.isEmpty() || field.source() == Source.CALLS)) {
            return Optional.of(size);
        }
        return held.stream()
                .filter(test -> switch (test.op()) {
                    case SIZE -> !test.value().equals(number) || (surelySingle && number > 1);
                    case EXACTLY -> test.listed().size() != number;
                    case ALL -> test.values().size() > number;
                    default -> number == 0;
                })
                .findFirst();
    }

    private Optional<Asked> bounds() {
        Asked lower = tightest(true);
        Asked upper = tightest(false);
        if (!single || lower == null || upper == null) {
            return Optional.empty();
        }
        int order = Literal.compare(lower.value(), upper.value());
        boolean nothing = order > 0 || (order == 0 && (lower.op() == Op.GT || upper.op() == Op.LT));
        return nothing ? Optional.of(upper) : Optional.empty();
    }

    /** A field that has one value cannot have two, nor one outside its bounds. */
    private Optional<Asked> values() {
        Asked lower = tightest(true);
        Asked upper = tightest(false);
        Set<Object> possible = null;
        for (Asked test : held) {
            if (surelySingle
                    && ((test.op() == Op.ALL && test.values().size() > 1)
                            || (test.op() == Op.EXACTLY && test.listed().size() > 1))) {
                return Optional.of(test);
            }
            if (single && test.op() == Op.ANY_OF) {
                if (possible == null) {
                    possible = new HashSet<>(test.values());
                    possible.removeIf(value -> outside(value, lower) || outside(value, upper));
                } else {
                    possible.retainAll(test.values());
                }
                if (possible.isEmpty()) {
                    return Optional.of(test);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean outside(Object value, Asked bound) {
        if (bound == null) {
            return false;
        }
        int order = Literal.compare(value, bound.value());
        return switch (bound.op()) {
            case GT -> order <= 0;
            case GTE -> order < 0;
            case LT -> order >= 0;
            case LTE -> order > 0;
            default -> false;
        };
    }

    private Asked tightest(boolean lower) {
        Asked found = null;
        for (Asked test : held) {
            boolean bound = lower ? test.op().isLowerBound() : test.op().isUpperBound();
            if (bound && (found == null || tighter(test, found, lower ? 1 : -1))) {
                found = test;
            }
        }
        return found;
    }

    private static boolean tighter(Asked candidate, Asked than, int direction) {
        int order = direction * Literal.compare(candidate.value(), than.value());
        boolean open = candidate.op() == Op.GT || candidate.op() == Op.LT;
        return order > 0 || (order == 0 && open);
    }

    private static Optional<Asked> first(List<Asked> tests, Op op) {
        return tests.stream().filter(test -> test.op() == op).findFirst();
    }
}
