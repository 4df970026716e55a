package io.outdial.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outdial.compliance.rules.CallRules;
import io.outdial.compliance.rules.CallingHours;
import io.outdial.compliance.rules.Facts;
import io.outdial.compliance.rules.Pack;
import io.outdial.compliance.rules.Permission;
import io.outdial.compliance.rules.Permission.Granted;
import io.outdial.compliance.rules.Permission.Never;
import io.outdial.compliance.rules.Permission.NotBefore;
import io.outdial.compliance.rules.Reason;
import io.outdial.compliance.rules.Zones;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every rule of every pack says where it comes from, and answers its own vectors through the decision that the dialer takes. */
class RegulatoryPacksTest {

    private static final Path FILES = Path.of("src/main/resources/compliance/packs");
    private static final Path PAGE = Path.of("docs/compliance.md");
    /** Where a vector is that says nothing of a place. */
    private static final String SOMEWHERE = "Etc/GMT+5";

    @Test
    void everyFileIsAPackAndEveryPackAFile() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".json", "")))
                    .containsExactlyInAnyOrderElementsOf(
                            RegulatoryPacks.all().stream().map(Pack::code).toList());
        }
        assertThat(RegulatoryPacks.names()).isEqualTo("ca-crtc none sa uk-ofcom us-fl us-tcpa");
        assertThat(RegulatoryPacks.named("SA")).isEmpty();
    }

    @Test
    void aCountryHasItsPack() {
        assertThat(Stream.of("SA", "US", "CA", "GB", "AE").map(RegulatoryPacks::ofCountry))
                .containsExactly("sa", "us-tcpa", "ca-crtc", "uk-ofcom", "none");
    }

    @Test
    void everyRuleNamesItsSource() {
        for (Pack pack : RegulatoryPacks.all()) {
            assertThat(pack.note()).as(pack.code()).endsWith(".");
            for (Pack.Rule rule : pack.rules()) {
                assertThat(rule.citation().source())
                        .as("%s: %s", pack.code(), rule.summary())
                        .hasSizeGreaterThan(20);
                assertThat(rule.citation().url()).startsWith("https://");
                assertThat(rule.citation().effective()).isBeforeOrEqualTo(pack.version());
            }
        }
    }

    @TestFactory
    List<DynamicTest> everyVectorHolds() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Pack pack : RegulatoryPacks.all()) {
            JsonNode file = new ObjectMapper().readTree(Files.readString(FILES.resolve(pack.code() + ".json")));
            for (JsonNode rule : file.get("rules")) {
                boolean[] seen = new boolean[2];
                for (JsonNode vector : rule.required("vectors")) {
                    boolean allowed = vector.required("allowed").asBoolean();
                    seen[allowed ? 1 : 0] = true;
                    tests.add(DynamicTest.dynamicTest(
                            pack.code() + " " + rule.get("kind").asText() + " " + vector,
                            () -> assertThat(allows(pack, rule, vector)).isEqualTo(allowed)));
                }
                assertThat(seen)
                        .as("%s: vectors on both sides of %s", pack.code(), rule.get("kind"))
                        .containsOnly(true);
            }
        }
        return tests;
    }

    @Test
    void aPackKeepsWhatItExtends() {
        List<Pack.Rule> federal = RegulatoryPacks.named("us-tcpa").orElseThrow().rules();
        assertThat(RegulatoryPacks.named("us-fl").orElseThrow().rules())
                .containsAll(federal)
                .hasSizeGreaterThan(federal.size());
    }

    /** The documentation's tables are held to the data. */
    @Test
    void thePageShowsEveryPackAndEveryReason() throws IOException {
        String page = Files.readString(PAGE);
        for (Pack pack : RegulatoryPacks.all()) {
            String rules = pack.rules().isEmpty()
                    ? "–"
                    : String.join(
                            "; ",
                            pack.rules().stream()
                                    .map(Pack.Rule::summary)
                                    .distinct()
                                    .toList());
            assertThat(page).contains("| `" + pack.code() + "` | " + pack.title() + " | " + rules + " |");
        }
        for (Reason reason : Reason.values()) {
            assertThat(page).contains("| `" + reason.code() + "` | " + (reason.isFinal() ? "never" : "later") + " |");
        }
    }

    private static boolean allows(Pack pack, JsonNode rule, JsonNode vector) {
        return switch (rule.get("kind").asText()) {
            case "abandonment" ->
                ((Pack.Abandonment) RegulatoryPacks.rule(rule))
                        .allows(
                                vector.get("abandoned").asInt(),
                                vector.get("answered").asInt());
            case "opt_out" -> decide(pack, vector, false);
            default -> decide(pack, vector, rule.get("kind").asText().equals("window"));
        };
    }

    /** Everything that the vector does not speak of is as it should be. */
    private static boolean decide(Pack pack, JsonNode vector, boolean ofWindows) {
        Instant at =
                vector.has("at") ? Instant.parse(vector.get("at").asText()) : Instant.parse("2026-12-01T17:00:00Z");
        Map<String, LocalDate> dates = new HashMap<>();
        LocalDate today = at.atZone(java.time.ZoneOffset.UTC).toLocalDate();
        pack.of(Pack.Registry.class)
                .forEach(registry -> dates.put(registry.list(), vector.has("dated") ? date(vector) : today));
        CallingPolicy policy = new CallingPolicy("SA", null, null, TenantRules.NOTHING, dates);
        String purpose = vector.has("purpose") ? vector.get("purpose").asText() : "up_sell";
        List<Instant> calls = new ArrayList<>();
        vector.path("calls").forEach(call -> calls.add(Instant.parse(call.asText())));
        calls.sort(Comparator.reverseOrder());
        CallRules rules = policy.rulesFor(
                new CallingPolicy.OfCampaign(pack.code(), CallingHours.ALWAYS, null, false, purpose, null));
        String basis = vector.has("basis") ? vector.get("basis").asText(null) : "express_written";
        boolean consented =
                rules.consent() != null && basis != null && rules.consent().accepts(basis);
        Facts facts = new Facts(
                true,
                true,
                vector.path("optedOut").asBoolean() ? Set.of("opt_out") : Set.of(),
                false,
                false,
                consented ? Instant.MAX : null,
                Zones.parse(vector.has("zone") ? vector.get("zone").asText() : SOMEWHERE),
                List.of(),
                calls);
        Permission permission = Permission.at(rules, facts, at);
        if (ofWindows || permission instanceof Never) {
            return permission instanceof Granted;
        }
        // A vector of another rule may lie outside the hours.
        return !(permission instanceof NotBefore wait) || wait.reason() == Reason.REGULATORY_WINDOW;
    }

    private static LocalDate date(JsonNode vector) {
        return vector.get("dated").isNull()
                ? null
                : LocalDate.parse(vector.get("dated").asText());
    }
}
