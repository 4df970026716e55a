package io.outdial.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.campaign.CampaignEvent;
import io.outdial.campaign.CampaignState;
import io.outdial.campaign.TargetState;
import io.outdial.compliance.rules.Reason;
import io.outdial.dialer.decide.BindingLimit;
import io.outdial.dialer.decide.Guard;
import io.outdial.kernel.Coded;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That every text of the page is there in every language. */
class ConsoleTextsTest {

    private static final Path PAGE = Path.of("src/main/resources/web/console");
    private static final Path TEXTS = PAGE.resolve("texts");
    private static final Set<String> FRAME = Set.of("shell", "words");
    private static final Pattern ENTRY = Pattern.compile("section: '([a-z-]+)', entry: true");
    private static final Pattern USED = Pattern.compile("(?:\\bt|this\\.figure)\\('([A-Za-z.]+)'");
    private static final Pattern CAUSE =
            Pattern.compile("(?:Cause\\.of\\(|verdict\\.cause\\(|new Refusal\\()\\s*\"(\\w+)\"");
    private static final Pattern PLACE = Pattern.compile("\\{\\w+\\}");

    private final JsonObject english = texts("en", areas());
    private final JsonObject arabic = texts("ar", areas());

    @Test
    void everyTextIsThereInBothLanguages() {
        assertThat(arabic.fieldNames()).isEqualTo(english.fieldNames());
        assertThat(english.stream().map(text -> (String) text.getValue())).noneMatch(String::isBlank);
        assertThat(arabic.stream().map(text -> (String) text.getValue())).noneMatch(String::isBlank);
    }

    @Test
    void aTextHasTheSamePlacesInBothLanguages() {
        for (String key : english.fieldNames()) {
            assertThat(places(arabic.getString(key))).as(key).isEqualTo(places(english.getString(key)));
        }
    }

    /** An area is loaded with its own texts, and with nobody else's but the frame's and the API's words. */
    @Test
    void whatAnAreaAsksForIsInItsTextsOrInTheFrames() throws IOException {
        Set<String> missing = new TreeSet<>();
        int used = 0;
        for (Path file : scripts()) {
            Set<String> here = new HashSet<>(FRAME);
            here.add(PAGE.relativize(file).getName(0).toString());
            Set<String> known = texts("en", here).fieldNames();
            Matcher key = USED.matcher(Files.readString(file));
            while (key.find()) {
                used++;
                if (!known.contains(key.group(1))) {
                    missing.add(PAGE.relativize(file) + ": " + key.group(1));
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(used).isGreaterThan(50);
    }

    @Test
    void aTextStandsInOneFile() {
        Set<String> seen = new HashSet<>();
        assertThat(areas())
                .allSatisfy(area -> assertThat(texts("en", Set.of(area)).fieldNames())
                        .as(area)
                        .allMatch(seen::add));
    }

    /** Whoever opens the console is shown the entries before any area is loaded. */
    @Test
    void everyEntryOfTheNavigationHasAName() throws IOException {
        Matcher entry = ENTRY.matcher(Files.readString(PAGE.resolve("routes.js")));
        Set<String> frame = texts("en", FRAME).fieldNames();
        assertThat(entry.results().map(found -> "nav." + found.group(1)))
                .isNotEmpty()
                .allMatch(frame::contains);
    }

    @Test
    void theWordsOfTheApiHaveTexts() {
        holds("state", CampaignState.values());
        holds("target", TargetState.values());
        holds("outcome", Outcome.values());
        holds("disposition", Disposition.values());
    }

    @Test
    void everyReasonWhySomebodyIsNotCalledHasAText() {
        holds("reason", Reason.values());
    }

    @Test
    void everyLimitHasAText() {
        holds("limit", BindingLimit.values());
    }

    @Test
    void everythingThatHappensToACampaignHasAText() {
        holds("event", CampaignEvent.values());
    }

    /** What the service does by itself is said in the page's language, not in the service's English. */
    @Test
    void everyCauseOfAStateHasAText() throws IOException {
        Set<String> codes = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/io/outdial"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                CAUSE.matcher(Files.readString(file)).results().forEach(found -> codes.add(found.group(1)));
            }
        }
        assertThat(codes).hasSizeGreaterThan(8).allSatisfy(code -> assertThat(english.fieldNames())
                .contains("cause." + code));
    }

    @Test
    void everyGuardHasAText() {
        holds("guard", Guard.values());
    }

    private void holds(String kind, Coded... codes) {
        for (Coded code : codes) {
            assertThat(english.fieldNames()).contains(kind + "." + code.code());
        }
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text).results().map(place -> place.group()).collect(Collectors.toSet());
    }

    private static List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.walk(PAGE)) {
            return files.filter(path -> path.toString().endsWith(".js")).toList();
        }
    }

    private static Set<String> areas() {
        String ending = ".en.json";
        try (Stream<Path> files = Files.list(TEXTS)) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonObject texts(String language, Set<String> areas) {
        JsonObject all = new JsonObject();
        for (String area : areas) {
            Path file = TEXTS.resolve(area + "." + language + ".json");
            try {
                all.mergeIn(Files.exists(file) ? new JsonObject(Files.readString(file)) : new JsonObject());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return all;
    }
}
