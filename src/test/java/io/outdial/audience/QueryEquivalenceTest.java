package io.outdial.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outdial.audience.query.Matcher;
import io.outdial.audience.query.Node;
import io.outdial.audience.query.Queries;
import io.outdial.audience.query.QueryException;
import io.outdial.audience.query.QueryParser;
import io.outdial.customer.AttributeTypes;
import io.outdial.platform.TenantDb;
import io.outdial.support.Seed;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.Test;

/** Random queries over random customers: compiled SQL on PostgreSQL selects whom the matcher in memory selects. */
@QuarkusTest
class QueryEquivalenceTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
    private static final int CUSTOMERS = 60;
    private static final int QUERIES = Integer.getInteger("outdial.test.queries", 2000);
    private static final int AT_ONCE = 40;
    private static final int MAX_SHRINKS = 200;

    @Inject
    TenantDb db;

    @Inject
    AttributeTypes types;

    private SampleTenant tenant;

    @Test
    void sqlAndTheMatcherInMemoryAgree() {
        Random random = Seed.random();
        tenant = new SampleTenant(db, types, customers(random));
        assertThat(Queries.FIELDS.keySet()).allSatisfy(name -> {
            assertThat(tenant.fields.find(name)).as(name).isPresent();
            assertThat(tenant.fields.find(name).get().type()).as(name).isEqualTo(Queries.FIELDS.get(name));
        });
        JqwikSession.run(() -> {
            RandomGenerator<JsonNode> queries = Queries.queries().generator(1000, true);
            int compared = 0;
            for (int done = 0; done < QUERIES; done += AT_ONCE) {
                List<Shrinkable<JsonNode>> batch = new ArrayList<>();
                while (batch.size() < AT_ONCE) {
                    Shrinkable<JsonNode> query = queries.next(random);
                    if (parse(query.value()).isPresent()) {
                        batch.add(query);
                    }
                }
                List<Optional<String>> differences =
                        differences(batch.stream().map(Shrinkable::value).toList());
                for (int i = 0; i < batch.size(); i++) {
                    if (differences.get(i).isPresent()) {
                        fail(Seed.howToRepeat() + ": "
                                + smallest(batch.get(i), differences.get(i).get()));
                    }
                }
                compared += batch.size();
            }
            assertThat(compared).isEqualTo(QUERIES);
        });
    }

    private String smallest(Shrinkable<JsonNode> failing, String difference) {
        String found = difference;
        Shrinkable<JsonNode> query = failing;
        for (int tries = 0; tries < MAX_SHRINKS; ) {
            Shrinkable<JsonNode> smaller = null;
            for (Shrinkable<JsonNode> each : query.shrink().limit(20).toList()) {
                tries++;
                Optional<String> still = parse(each.value()).isPresent()
                        ? differences(List.of(each.value())).get(0)
                        : Optional.empty();
                if (still.isPresent()) {
                    smaller = each;
                    found = still.get();
                    break;
                }
            }
            if (smaller == null) {
                break;
            }
            query = smaller;
        }
        return found;
    }

    /** What is wrong with each query, if anything. */
    private List<Optional<String>> differences(List<JsonNode> queries) {
        List<Node> trees =
                queries.stream().map(query -> parse(query).orElseThrow()).toList();
        List<Set<String>> selected = tenant.select(trees, false);
        List<Set<String>> present = tenant.select(trees, true);
        List<Optional<String>> wrong = new ArrayList<>();
        for (int i = 0; i < trees.size(); i++) {
            Node tree = trees.get(i);
            Set<String> expected = tenant.customers.entrySet().stream()
                    .filter(each -> Matcher.matches(tree, each.getValue()))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            Set<String> unlike = new java.util.TreeSet<>(expected);
            unlike.removeAll(selected.get(i));
            selected.get(i).stream().filter(id -> !expected.contains(id)).forEach(unlike::add);
            if (!unlike.isEmpty()) {
                String who = unlike.iterator().next();
                wrong.add(Optional.of(queries.get(i) + " is " + expected.contains(who) + " in memory and not in SQL of "
                        + tenant.customers.get(who)));
            } else if (!selected.get(i).containsAll(present.get(i))) {
                wrong.add(Optional.of(queries.get(i) + " takes more customers when absence is left out"));
            } else {
                wrong.add(Optional.empty());
            }
        }
        return wrong;
    }

    /** Empty for what is refused, as too many nodes are. */
    private Optional<Node> parse(JsonNode query) {
        try {
            return Optional.of(new QueryParser(tenant.fields, NOW, SampleTenant.ZONE).query(query, "/query"));
        } catch (QueryException refused) {
            return Optional.empty();
        }
    }

    private static List<JsonNode> customers(Random random) {
        List<JsonNode> lines = new ArrayList<>();
        for (int i = 0; i < CUSTOMERS; i++) {
            ObjectNode line = JSON.createObjectNode()
                    .put("external_id", "c" + i)
                    .put("phone", "+96655500" + String.format("%04d", i));
            maybe(random, line, "name", Queries.TEXTS, 1);
            maybe(random, line, "city", Queries.TEXTS, 1);
            maybe(random, line, "neighborhoods", Queries.TEXTS, 3);
            maybe(random, line, "last_contacted", withMisfit(Queries.TIMES), 1);
            maybe(random, line, "consent_at", withMisfit(Queries.TIMES), 1);
            maybe(random, line, "word", Queries.TEXTS, 3);
            maybe(random, line, "num", withMisfit(Queries.NUMBERS), 3);
            maybe(random, line, "calls", withMisfit(Queries.NUMBERS), 1);
            maybe(random, line, "day", withMisfit(Queries.DATES), 2);
            maybe(random, line, "at", withMisfit(Queries.TIMES), 2);
            maybe(random, line, "flag", withMisfit(List.of(true, false)), 2);
            ObjectNode car = line.putObject("car");
            maybe(random, car, "loan", Queries.NUMBERS, 1);
            maybe(random, car, "make", Queries.TEXTS, 1);
            if (random.nextInt(3) > 0) {
                ObjectNode contact = line.putObject("contact");
                contact.put("calls", 1 + random.nextInt(3));
                contact.put("answered_calls", random.nextInt(3));
                maybe(random, contact, "dispositions", Queries.TEXTS, 3);
                maybe(random, contact, "last_outcome", Queries.TEXTS, 1);
                contact.put("last_called_at", Queries.TIMES.get(random.nextInt(Queries.TIMES.size())));
            }
            lines.add(line);
        }
        return lines;
    }

    private static List<Object> withMisfit(List<?> values) {
        List<Object> all = new ArrayList<>(values);
        all.add("n/a");
        return all;
    }

    private static void maybe(Random random, ObjectNode line, String name, List<?> values, int most) {
        int size = random.nextInt(most + 1);
        if (size == 1) {
            line.set(name, JSON.valueToTree(values.get(random.nextInt(values.size()))));
            if (name.equals("neighborhoods")) {
                line.set(name, JSON.createArrayNode().add(line.get(name)));
            }
        } else if (size > 1) {
            ArrayNode list = line.putArray(name);
            for (int i = 0; i < size; i++) {
                list.add(JSON.<JsonNode>valueToTree(values.get(random.nextInt(values.size()))));
            }
        }
    }
}
