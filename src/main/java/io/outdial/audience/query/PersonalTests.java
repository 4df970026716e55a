package io.outdial.audience.query;

import io.outdial.audience.query.Node.Op;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds what a query asks of personal data. Whether somebody has a number says nothing of it; every other test does, and enough
 * of them spell it: seventy counts read a telephone number.
 */
public final class PersonalTests implements Node.Visitor<Node.Test> {

    private PersonalTests() {}

    /** Where the query first asks for more than whether a number, a name or an address is there; empty when it does not. */
    public static Optional<String> first(Node query) {
        return Optional.ofNullable(query.accept(new PersonalTests())).map(Node.Test::pointer);
    }

    @Override
    public Node.Test and(Node.And and) {
        return firstOf(and.parts());
    }

    @Override
    public Node.Test or(Node.Or or) {
        return firstOf(or.parts());
    }

    @Override
    public Node.Test not(Node.Not not) {
        return not.part().accept(this);
    }

    @Override
    public Node.Test test(Node.Test test) {
        return test.field().isPersonal() && test.op() != Op.EXISTS ? test : null;
    }

    @Override
    public Node.Test elemMatch(Node.ElemMatch elemMatch) {
        return elemMatch.condition().accept(this);
    }

    private Node.Test firstOf(List<Node> parts) {
        return parts.stream()
                .map(part -> part.accept(this))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
