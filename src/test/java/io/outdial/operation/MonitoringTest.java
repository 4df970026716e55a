package io.outdial.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outdial.campaign.CampaignFixture;
import io.outdial.platform.TenantDb;
import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The metrics that docs/metrics.md promises are those of the service, and dashboards and alerts ask for no others. */
@QuarkusTest
class MonitoringTest {

    private static final Path MONITORING = Path.of("kubernetes/components/monitoring");

    /** What Prometheus itself adds to every series, and its own series. */
    private static final Set<String> OF_THE_TARGET = Set.of("job", "instance", "pod", "namespace");

    /** Those that come with their first use, which no test has to make: that the code makes them is enough. */
    private static final Set<String> FROM_FIRST_USE = Set.of(
            "outdial.requests.refused", "outdial.telephony.sip.calls.open", "outdial.telephony.sip.dialogs.leaked");

    private static final Pattern SERIES = Pattern.compile("^(\\w+)(?:\\{(.*)\\})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern VALUES_OF = Pattern.compile("label_values\\((.+), (\\w+)\\)");

    @Inject
    TenantDb db;

    @Test
    void everyPromisedMetricIsThereWithItsTagsAndNoMetricOfOursIsWithoutPromise() {
        Api api = Api.newTenant();
        CampaignFixture campaigns = new CampaignFixture(db, api);
        campaigns.customers();
        String id = campaigns.scheduled();
        campaigns.act(id, "activate").statusCode(200);
        // A message that belongs to nobody, so that there is one.
        RestAssured.given()
                .contentType("application/json")
                .body("{}")
                .post("/api/v1/telephony/http/" + UUID.randomUUID() + "/events?tenant=" + UUID.randomUUID()
                        + "&attempt=" + UUID.randomUUID());
        Map<String, Set<String>> promised = MetricsPage.series();
        Map<String, Set<String>> always = new TreeMap<>(promised);
        FROM_FIRST_USE.forEach(name -> always.keySet()
                .removeAll(MetricsPage.metrics().get(name).series().keySet()));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(exposed().keySet()).containsAll(always.keySet()));
        Map<String, Set<String>> exposed = exposed();
        promised.forEach((series, tags) ->
                assertThat(exposed.getOrDefault(series, tags)).as(series).isEqualTo(tags));
        assertThat(promised.keySet())
                .containsAll(exposed.keySet().stream()
                        .filter(each -> each.startsWith("outdial_"))
                        .toList());
        campaigns.act(id, "pause").statusCode(200);
        campaigns.act(id, "stop").statusCode(200);
    }

    @Test
    void whatComesWithItsFirstUseIsMadeByTheCode() throws IOException {
        StringBuilder code = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                code.append(Files.readString(file));
            }
        }
        assertThat(FROM_FIRST_USE).allMatch(name -> code.indexOf('"' + name + '"') >= 0);
    }

    @Test
    void dashboardsAndAlertsAskForPromisedMetricsByLabelsThatTheyHave() throws IOException {
        Map<String, Set<String>> promised = new TreeMap<>(MetricsPage.series());
        promised.put("up", Set.of());
        List<String> wrong = new ArrayList<>();
        expressions().forEach((where, expression) -> {
            PromQl read = new PromQl(expression);
            Set<String> labels = new TreeSet<>(OF_THE_TARGET);
            for (PromQl.Selected each : read.selected()) {
                Set<String> known = promised.get(each.metric());
                if (known == null) {
                    wrong.add(where + " asks for " + each.metric());
                    continue;
                }
                labels.addAll(known);
                each.matchers().keySet().stream()
                        .filter(label -> !known.contains(label) && !OF_THE_TARGET.contains(label))
                        .forEach(label -> wrong.add(where + " asks for " + each.metric() + " by " + label));
            }
            read.grouped().stream()
                    .filter(label -> !labels.contains(label))
                    .forEach(label -> wrong.add(where + " groups by " + label));
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void thereAreFourDashboardsAndEveryPanelAsksForSomething() throws IOException {
        try (Stream<Path> files = Files.list(MONITORING.resolve("dashboards"))) {
            List<Path> all = files.sorted().toList();
            assertThat(all)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactly("campaign.json", "database.json", "provider.json", "service.json");
            for (Path file : all) {
                JsonNode dashboard = new ObjectMapper().readTree(file.toFile());
                assertThat(dashboard.path("uid").asText())
                        .isEqualTo("outdial-" + file.getFileName().toString().replace(".json", ""));
                assertThat(dashboard.path("panels")).isNotEmpty().allSatisfy(panel -> {
                    assertThat(panel.path("title").asText()).isNotBlank();
                    assertThat(panel.path("targets")).isNotEmpty();
                });
            }
        }
    }

    @Test
    void everyAlertHasItsEntryInTheRunbookAndEveryEntryItsAlert() throws IOException {
        Set<String> alerts = new TreeSet<>();
        for (JsonNode rule : rules()) {
            String name = rule.get("alert").asText();
            alerts.add(name);
            assertThat(rule.at("/annotations/summary").asText()).as(name).isNotBlank();
            assertThat(rule.at("/labels/severity").asText()).as(name).isIn("critical", "warning", "info");
            assertThat(rule.at("/annotations/runbook").asText())
                    .isEqualTo("docs/runbook.md#" + name.toLowerCase(java.util.Locale.ROOT));
        }
        Set<String> entries = Files.readAllLines(Path.of("docs/runbook.md")).stream()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring(4).strip())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(entries).isEqualTo(alerts);
    }

    private static List<JsonNode> rules() {
        List<JsonNode> rules = new ArrayList<>();
        Manifest.read(MONITORING.resolve("prometheusrule.yaml"))
                .get(0)
                .at("/spec/groups")
                .forEach(group -> group.get("rules").forEach(rules::add));
        assertThat(rules).isNotEmpty();
        return rules;
    }

    private static Map<String, String> expressions() throws IOException {
        Map<String, String> found = new LinkedHashMap<>();
        rules().forEach(rule ->
                found.put(rule.get("alert").asText(), rule.get("expr").asText()));
        try (Stream<Path> files = Files.list(MONITORING.resolve("dashboards"))) {
            for (Path file : files.toList()) {
                JsonNode dashboard = new ObjectMapper().readTree(file.toFile());
                for (JsonNode panel : dashboard.get("panels")) {
                    for (JsonNode target : panel.get("targets")) {
                        found.put(
                                file.getFileName() + ", " + panel.get("title") + ", " + target.get("refId"),
                                target.get("expr").asText());
                    }
                }
                for (JsonNode variable : dashboard.at("/templating/list")) {
                    Matcher values = VALUES_OF.matcher(variable.get("query").asText());
                    if (values.matches()) {
                        found.put(
                                file.getFileName() + ", " + variable.get("name"),
                                "sum by (" + values.group(2) + ") (" + values.group(1) + ")");
                    }
                }
            }
        }
        assertThat(found).hasSizeGreaterThan(50);
        return found;
    }

    /** Every series that the service shows now, and the labels that it has. */
    private static Map<String, Set<String>> exposed() {
        Map<String, Set<String>> exposed = new TreeMap<>();
        String text = RestAssured.given()
                .accept("text/plain")
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        for (String line : text.split("\n")) {
            Matcher series = SERIES.matcher(line);
            if (series.matches()) {
                Set<String> labels = new TreeSet<>();
                if (series.group(2) != null) {
                    LABEL.matcher(series.group(2)).results().forEach(each -> labels.add(each.group(1)));
                }
                exposed.merge(series.group(1), labels, (a, b) -> {
                    a.addAll(b);
                    return a;
                });
            }
        }
        return exposed;
    }
}
