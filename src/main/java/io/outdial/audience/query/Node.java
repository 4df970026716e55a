package io.outdial.audience.query;

import java.util.List;
import java.util.stream.Stream;

/** A query as a tree. An {@link And} of nothing is everyone. */
public sealed interface Node {

    <R> R accept(Visitor<R> visitor);

    record And(List<Node> parts) implements Node {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.and(this);
        }
    }

    record Or(List<Node> parts) implements Node {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.or(this);
        }
    }

    record Not(Node part) implements Node {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.not(this);
        }
    }

    /**
     * What one field has to hold.
     *
     * @param operands of the field's type; none for EXISTS, an Integer for SIZE, a {@link Regex} for REGEX, names of
     *     types for TYPE, one for the ranges
     * @param pointer where the query says it
     */
    record Test(Field field, Op op, List<Literal> operands, String pointer) implements Node {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.test(this);
        }

        Literal operand() {
            return operands.get(0);
        }

        /** Whether it is {@code $size: 0}, the one test that a missing field passes. */
        boolean isEmptySize() {
            return op == Op.SIZE && operand().value().equals(0);
        }
    }

    /**
     * Some single value of the field meets the whole condition.
     *
     * @param condition logic over tests of the same field, of the kinds that say something of one value: ANY_OF, the
     *     ranges, REGEX and TYPE
     * @param pointer where the query says it
     */
    record ElemMatch(Field field, Node condition, String pointer) implements Node {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.elemMatch(this);
        }
    }

    /** Every test is true of some value of the field, or of their list as a whole; none is true of a missing one but SIZE 0. */
    enum Op {
        ANY_OF,
        ALL,
        EXACTLY,
        GT,
        GTE,
        LT,
        LTE,
        REGEX,
        TYPE,
        SIZE,
        EXISTS;

        boolean isLowerBound() {
            return this == GT || this == GTE;
        }

        boolean isUpperBound() {
            return this == LT || this == LTE;
        }
    }

    /** One method per kind of node, so that a new kind fails to compile where it is not handled. */
    interface Visitor<R> {
        R and(And and);

        R or(Or or);

        R not(Not not);

        R test(Test test);

        R elemMatch(ElemMatch elemMatch);
    }

    /** All of the parts; nested conjunctions become one. */
    static Node and(List<Node> parts) {
        List<Node> flat = parts.stream()
                .flatMap(part -> part instanceof And and ? and.parts().stream() : Stream.of(part))
                .toList();
        return flat.size() == 1 ? flat.get(0) : new And(flat);
    }

    static Node or(List<Node> parts) {
        return parts.size() == 1 ? parts.get(0) : new Or(List.copyOf(parts));
    }

    static Node not(Node part) {
        return part instanceof Not not ? not.part() : new Not(part);
    }
}
