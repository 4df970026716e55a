package io.outdial.audience;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outdial.audience.query.Matcher;
import io.outdial.audience.query.Node;
import io.outdial.audience.query.QueryException;
import io.outdial.customer.AttributeTypes;
import io.outdial.platform.TenantDb;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the documented language selects of six customers, on PostgreSQL and in memory. */
@QuarkusTest
class AudienceCasesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
    private static final Pattern EXAMPLE = Pattern.compile("```json *(\\S*) *(\\S*)\\n(.*?)```", Pattern.DOTALL);
    /** Read only, so loaded once. */
    private static SampleTenant tenant;

    @Inject
    TenantDb db;

    @Inject
    AttributeTypes types;

    @BeforeEach
    void load() throws IOException {
        if (tenant == null) {
            List<JsonNode> lines = new ArrayList<>();
            for (String line : resource("customers.ndjson").split("\n")) {
                lines.add(JSON.readTree(line));
            }
            tenant = new SampleTenant(db, types, lines);
        }
    }

    @Test
    void everyCaseSelectsWhomItNames() throws IOException {
        List<String> queries = new ArrayList<>();
        List<Set<String>> expected = new ArrayList<>();
        for (String line : resource("cases.txt").split("\n")) {
            if (!line.startsWith("#")) {
                String[] parts = line.split(" => ?", -1);
                queries.add(parts[0]);
                expected.add(parts[1].isEmpty() ? Set.of() : new TreeSet<>(Set.of(parts[1].split(" "))));
            }
        }
        assertThat(queries).hasSizeGreaterThan(200).doesNotHaveDuplicates();
        List<Node> trees = new ArrayList<>();
        for (String query : queries) {
            trees.add(parse("{\"query\":" + query + "}"));
        }
        List<Set<String>> selected = tenant.select(trees, false);
        SoftAssertions all = new SoftAssertions();
        for (int i = 0; i < trees.size(); i++) {
            all.assertThat(new TreeSet<>(selected.get(i)))
                    .as("SQL: " + queries.get(i))
                    .isEqualTo(expected.get(i));
            all.assertThat(inMemory(trees.get(i)))
                    .as("memory: " + queries.get(i))
                    .isEqualTo(expected.get(i));
        }
        all.assertAll();
    }

    /** Every example of the reference: what it refuses is refused there, what it shows selects some but not everyone. */
    @Test
    void theExamplesOfTheReferenceHold() throws IOException {
        List<MatchResult> examples = EXAMPLE.matcher(Files.readString(Path.of("docs/audience-query.md")))
                .results()
                .toList();
        assertThat(examples).hasSizeGreaterThan(40);
        SoftAssertions all = new SoftAssertions();
        for (MatchResult example : examples) {
            String code = example.group(1);
            String text = example.group(3);
            String audience = code.equals("audience") ? text : "{\"query\":" + text + "}";
            if (code.isEmpty() || code.equals("audience")) {
                Node tree = parse(audience);
                Set<String> selected =
                        new TreeSet<>(tenant.select(List.of(tree), false).get(0));
                all.assertThat(selected).as(text).isEqualTo(inMemory(tree));
                all.assertThat(selected.size()).as(text).isBetween(1, tenant.customers.size() - 1);
            } else {
                QueryException refusal = org.assertj.core.api.Assertions.catchThrowableOfType(
                        QueryException.class, () -> parse(audience));
                all.assertThat(refusal).as(text).isNotNull();
                if (refusal != null) {
                    all.assertThat(refusal.code()).as(text).isEqualTo(code);
                    all.assertThat(refusal.pointer()).as(text).isEqualTo(example.group(2));
                }
            }
        }
        all.assertAll();
    }

    private static Set<String> inMemory(Node tree) {
        Set<String> ids = new TreeSet<>();
        for (Map.Entry<String, Map<String, List<Object>>> each : tenant.customers.entrySet()) {
            if (Matcher.matches(tree, each.getValue())) {
                ids.add(each.getKey());
            }
        }
        return ids;
    }

    private static Node parse(String audience) throws IOException {
        return AudienceParser.parse(JSON.readValue(audience, Audience.class), tenant.fields, NOW, SampleTenant.ZONE);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = AudienceCasesTest.class.getResourceAsStream("/audience/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
