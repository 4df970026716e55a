package io.outdial.compliance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outdial.compliance.rules.ConsentStandard;
import io.outdial.compliance.rules.Pack;
import io.outdial.compliance.rules.Pack.Citation;
import io.outdial.compliance.rules.WeeklyWindow;
import io.outdial.kernel.Coded;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The regulatory packs, from a file each in {@code compliance/packs}, where every rule has its citation, the day since when it
 * holds and test vectors. Who changes a file changes its version.
 */
public final class RegulatoryPacks {

    /** No rules but those that hold for every campaign. */
    public static final String NONE = "none";

    private static final Map<String, Pack> PACKS = load(List.of(NONE, "sa", "us-tcpa", "us-fl", "ca-crtc", "uk-ofcom"));

    private RegulatoryPacks() {}

    public static Optional<Pack> named(String code) {
        return Optional.ofNullable(PACKS.get(code));
    }

    /** All of them, by name. */
    public static Collection<Pack> all() {
        return PACKS.values();
    }

    /** The pack that holds for a country's tenants unless they choose another. */
    public static String ofCountry(String country) {
        return PACKS.values().stream()
                .filter(pack -> country.equals(pack.country()))
                .map(Pack::code)
                .findFirst()
                .orElse(NONE);
    }

    /** All names, for a sentence. */
    public static String names() {
        return String.join(" ", PACKS.keySet());
    }

    /** A pack comes after the one it extends. */
    private static Map<String, Pack> load(List<String> codes) {
        Map<String, Pack> packs = new TreeMap<>();
        for (String code : codes) {
            String path = "/compliance/packs/" + code + ".json";
            try (InputStream in = RegulatoryPacks.class.getResourceAsStream(path)) {
                JsonNode file = new ObjectMapper().readTree(in);
                List<Pack.Rule> rules = new ArrayList<>();
                if (file.has("extends")) {
                    rules.addAll(packs.get(file.get("extends").asText()).rules());
                }
                file.required("rules").forEach(each -> rules.add(rule(each)));
                packs.put(
                        code,
                        new Pack(
                                code,
                                LocalDate.parse(file.required("version").asText()),
                                file.required("title").asText(),
                                file.path("country").asText(null),
                                file.required("note").asText(),
                                rules));
            } catch (IOException e) {
                throw new UncheckedIOException(path, e);
            }
        }
        return packs;
    }

    static Pack.Rule rule(JsonNode rule) {
        JsonNode cited = rule.required("citation");
        Citation citation = new Citation(
                cited.required("source").asText(),
                cited.required("url").asText(),
                LocalDate.parse(cited.required("effective").asText()));
        String kind = rule.required("kind").asText();
        return switch (kind) {
            case "window" -> window(rule.required("windows"), citation);
            case "registry" ->
                new Pack.Registry(
                        rule.required("list").asText(),
                        rule.required("maxAgeDays").asInt(),
                        citation);
            case "consent" ->
                new Pack.Consent(
                        Coded.of(
                                ConsentStandard.class, rule.required("standard").asText()),
                        Set.copyOf(texts(rule.required("exceptFor"))),
                        citation);
            case "frequency" ->
                new Pack.Frequency(
                        rule.required("calls").asInt(),
                        Duration.parse(rule.required("period").asText()),
                        citation);
            case "abandonment" ->
                new Pack.Abandonment(
                        rule.required("maxRate").asDouble(),
                        Duration.parse(rule.required("period").asText()),
                        citation);
            case "opt_out" -> new Pack.OptOut(citation);
            default -> throw new IllegalArgumentException("There is no rule of kind " + kind);
        };
    }

    private static Pack.Window window(JsonNode windows, Citation citation) {
        List<WeeklyWindow> all = new ArrayList<>();
        List<String> words = new ArrayList<>();
        windows.forEach(each -> {
            List<String> days = each.has("days") ? texts(each.get("days")) : null;
            String from = each.required("from").asText();
            String to = each.required("to").asText();
            all.add(WeeklyWindow.of(days, from, to));
            String span = from + "–" + to;
            words.add(
                    days == null
                            ? span
                            : days.get(0) + (days.size() == 1 ? "" : "–" + days.get(days.size() - 1)) + " " + span);
        });
        return new Pack.Window(all, String.join(", ", words), citation);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
