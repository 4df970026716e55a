package io.outdial.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.campaign.CampaignState;
import io.outdial.campaign.TargetState;
import io.outdial.compliance.rules.Reason;
import io.outdial.kernel.Coded;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final Pattern USED = Pattern.compile("(?:\\bt|this\\.figure)\\('([A-Za-z.]+)'");
    private static final Pattern PLACE = Pattern.compile("\\{\\w+\\}");

    private final JsonObject english = texts("en");
    private final JsonObject arabic = texts("ar");

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

    @Test
    void whatThePageAsksForIsThere() throws IOException {
        Set<String> used = new TreeSet<>();
        try (Stream<Path> files = Files.list(PAGE)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".js")).toList()) {
                Matcher key = USED.matcher(Files.readString(file));
                while (key.find()) {
                    used.add(key.group(1));
                }
            }
        }
        assertThat(used).hasSizeGreaterThan(50).isSubsetOf(english.fieldNames());
    }

    @Test
    void theWordsOfTheApiHaveTexts() {
        holds("state", CampaignState.values());
        holds("target", TargetState.values());
        holds("outcome", Outcome.values());
        holds("disposition", Disposition.values());
    }

    @Test
    void everyReasonWhySomebodyIsNeverCalledHasAText() {
        Stream.of(Reason.values()).filter(Reason::isFinal).forEach(reason -> assertThat(english.fieldNames())
                .contains("reason." + reason.code()));
    }

    private void holds(String kind, Coded... codes) {
        for (Coded code : codes) {
            assertThat(english.fieldNames()).contains(kind + "." + code.code());
        }
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text).results().map(place -> place.group()).collect(Collectors.toSet());
    }

    private static JsonObject texts(String language) {
        try {
            return new JsonObject(Files.readString(PAGE.resolve(language + ".json")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
