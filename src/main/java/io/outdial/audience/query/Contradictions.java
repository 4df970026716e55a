package io.outdial.audience.query;

import io.outdial.audience.query.Node.And;
import io.outdial.audience.query.Node.ElemMatch;
import io.outdial.audience.query.Node.Not;
import io.outdial.audience.query.Node.Or;
import io.outdial.audience.query.Node.Test;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds queries that no customer can satisfy, where tests of one conjunction exclude each other ({@link Conflict}). It
 * does not prove satisfiability; what it reports is always false, attributes other than text taken to have one value.
 */
public final class Contradictions implements Node.Visitor<Optional<Node>> {

    /** Whether what is looked at stands under an odd number of negations. */
    private final boolean negated;
    /** Whether the tests are all of one value, as inside {@code $elemMatch}. */
    private final boolean oneValue;

    private Contradictions(boolean negated, boolean oneValue) {
        this.negated = negated;
        this.oneValue = oneValue;
    }

    /** @throws QueryException at the test that makes the query false */
    public static void refuse(Node query) {
        find(query).ifPresent(found -> {
            boolean test = found instanceof Test;
            Field field = test ? ((Test) found).field() : ((ElemMatch) found).field();
            throw new QueryException(
                    test ? ((Test) found).pointer() : ((ElemMatch) found).pointer(),
                    "always_false",
                    "Nobody can match: what is asked of " + field.name() + " excludes itself.");
        });
    }

    /** A test because of which nobody can match; none when somebody may. */
    static Optional<Node> find(Node query) {
        return query.accept(new Contradictions(false, false));
    }

    @Override
    public Optional<Node> and(And and) {
        return negated ? everyBranch(and.parts()) : conjunction(and);
    }

    @Override
    public Optional<Node> or(Or or) {
        return negated ? conjunction(or) : everyBranch(or.parts());
    }

    @Override
    public Optional<Node> not(Not not) {
        return not.part().accept(new Contradictions(!negated, oneValue));
    }

    @Override
    public Optional<Node> test(Test test) {
        return conjunction(test);
    }

    @Override
    public Optional<Node> elemMatch(ElemMatch elemMatch) {
        return conjunction(elemMatch);
    }

    /** A disjunction is false when every branch is. */
    private Optional<Node> everyBranch(List<Node> parts) {
        Optional<Node> first = Optional.empty();
        for (Node part : parts) {
            Optional<Node> found = part.accept(this);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            first = first.isPresent() ? first : found;
        }
        return first;
    }

    private Optional<Node> conjunction(Node node) {
        Map<Field, Conflict> fields = new LinkedHashMap<>();
        List<Optional<Node>> inside = new ArrayList<>();
        collect(node, negated, fields, inside);
        return fields.values().stream()
                .flatMap(conflict -> conflict.find().stream())
                .findFirst()
                .or(() -> inside.stream().flatMap(Optional::stream).findFirst());
    }

    /** Sorts the parts of a conjunction, negated disjunctions among them, by the field they are of. */
    private void collect(Node node, boolean not, Map<Field, Conflict> fields, List<Optional<Node>> inside) {
        if (node instanceof Not inner) {
            collect(inner.part(), !not, fields, inside);
        } else if (node instanceof And and && !not) {
            and.parts().forEach(part -> collect(part, false, fields, inside));
        } else if (node instanceof Or or && not) {
            or.parts().forEach(part -> collect(part, true, fields, inside));
        } else if (node instanceof Test test) {
            conflict(fields, test.field()).add(test, not);
        } else if (node instanceof ElemMatch elemMatch) {
            conflict(fields, elemMatch.field()).add(elemMatch, not);
            if (!not) {
                inside.add(elemMatch.condition().accept(new Contradictions(false, true)));
            }
        } else {
            inside.add(node.accept(new Contradictions(not, oneValue)));
        }
    }

    private Conflict conflict(Map<Field, Conflict> fields, Field field) {
        return fields.computeIfAbsent(field, key -> new Conflict(key, oneValue));
    }
}
