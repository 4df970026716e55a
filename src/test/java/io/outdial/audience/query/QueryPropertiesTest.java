package io.outdial.audience.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outdial.audience.query.Node.And;
import io.outdial.audience.query.Node.ElemMatch;
import io.outdial.audience.query.Node.Not;
import io.outdial.audience.query.Node.Or;
import io.outdial.audience.query.Node.Test;
import io.outdial.customer.AttributeType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;

/** What holds for every query. */
class QueryPropertiesTest {

    private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("Asia/Riyadh");

    @Property(tries = 2000)
    void theNormalFormParsesToTheSameTree(@ForAll("queries") JsonNode query) {
        Optional<Node> tree = parse(query);
        Assume.that(tree.isPresent());
        ObjectNode normal = NormalForm.of(tree.get());
        Optional<Node> again = parse(normal);
        assertThat(again).as("%s is refused", normal).isPresent();
        assertThat(again.get().accept(new Shape()))
                .as(normal.toString())
                .isEqualTo(tree.get().accept(new Shape()));
        assertThat(NormalForm.of(again.get())).isEqualTo(normal);
    }

    @Property(tries = 2500, shrinking = ShrinkingMode.BOUNDED)
    void whatIsSaidToBeAlwaysFalseSelectsNobody(@ForAll("conjunctions") JsonNode query, @ForAll long seed) {
        Node tree = parse(query).orElseThrow();
        boolean refused = Contradictions.find(tree).isPresent();
        Statistics.label("always false").collect(refused).coverage(each -> each.check(true)
                .percentage(share -> share > 5 && share < 95));
        if (refused) {
            Random random = new Random(seed);
            for (int i = 0; i < 40; i++) {
                Map<String, List<Object>> customer = customer(random);
                assertThat(Matcher.matches(tree, customer))
                        .as("%s of %s", query, customer)
                        .isFalse();
            }
        }
    }

    @Provide
    Arbitrary<JsonNode> queries() {
        return Queries.queries();
    }

    @Provide
    Arbitrary<JsonNode> conjunctions() {
        return Arbitraries.oneOf(Queries.conjunctions(), Queries.conjunctions(), Queries.queries());
    }

    private static Optional<Node> parse(JsonNode query) {
        try {
            return Optional.of(new QueryParser(fields(), NOW, ZONE).query(query, "/query"));
        } catch (QueryException refused) {
            assertThat(refused.code()).as("%s: %s", query, refused.getMessage()).isEqualTo("too_many_nodes");
            return Optional.empty();
        }
    }

    static Fields fields() {
        return new Fields()
                .attribute("calls", 100, AttributeType.NUMBER)
                .attribute("word", 101, AttributeType.TEXT)
                .attribute("num", 102, AttributeType.NUMBER)
                .attribute("day", 103, AttributeType.DATE)
                .attribute("at", 104, AttributeType.TIMESTAMP)
                .attribute("flag", 105, AttributeType.BOOLEAN)
                .attribute("car.loan", 106, AttributeType.NUMBER)
                .attribute("car.make", 107, AttributeType.TEXT);
    }

    /** With one value of what is taken to have one; a cell may not fit an attribute's type. */
    private static Map<String, List<Object>> customer(Random random) {
        Map<String, List<Object>> customer = new HashMap<>();
        Queries.FIELDS.forEach((name, type) -> {
            Field field = fields().find(name).orElseThrow();
            int most = field.single() || type != AttributeType.TEXT ? 1 : 3;
            List<Object> values = new ArrayList<>();
            for (int i = random.nextInt(most + 1); i > 0; i--) {
                boolean misfit = field.isAttribute() && random.nextInt(8) == 0;
                values.add(misfit ? "n/a" : value(type, random));
            }
            if (field.equals(Fields.CALLS) || field.equals(Fields.ANSWERED_CALLS)) {
                values = List.of((double) random.nextInt(4));
            }
            customer.put(field.name(), values);
        });
        return customer;
    }

    private static Object value(AttributeType type, Random random) {
        return switch (type) {
            case TEXT -> pick(Queries.TEXTS, random);
            case NUMBER -> pick(Queries.NUMBERS, random);
            case BOOLEAN -> random.nextBoolean();
            case DATE -> LocalDate.parse(pick(Queries.DATES, random));
            case TIMESTAMP -> OffsetDateTime.parse(pick(Queries.TIMES, random)).toInstant();
        };
    }

    private static <T> T pick(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    /** A tree without where it stands and how its values were written. */
    private static final class Shape implements Node.Visitor<List<Object>> {

        @Override
        public List<Object> and(And and) {
            return List.of(
                    "and", and.parts().stream().map(part -> part.accept(this)).toList());
        }

        @Override
        public List<Object> or(Or or) {
            return List.of(
                    "or", or.parts().stream().map(part -> part.accept(this)).toList());
        }

        @Override
        public List<Object> not(Not not) {
            return List.of("not", not.part().accept(this));
        }

        @Override
        public List<Object> test(Test test) {
            return List.of(
                    test.field(),
                    test.op(),
                    test.operands().stream().map(Literal::value).toList());
        }

        @Override
        public List<Object> elemMatch(ElemMatch elemMatch) {
            return List.of(elemMatch.field(), "some", elemMatch.condition().accept(this));
        }
    }
}
