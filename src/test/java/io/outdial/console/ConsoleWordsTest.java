package io.outdial.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.campaign.CampaignState;
import io.outdial.campaign.TargetState;
import io.outdial.compliance.Objective;
import io.outdial.kernel.Coded;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.webhook.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The words of the API stand once in the console, and are those of the service. */
class ConsoleWordsTest {

    private static final Path PAGE = Path.of("src/main/resources/web/console");
    private static final Path WORDS = PAGE.resolve("parts/words.js");
    private static final Pattern LIST = Pattern.compile("(?:const (\\w+) = )?\\[((?:\\s*'[\\w.]+',?)+)\\s*\\]");
    private static final Pattern WORD = Pattern.compile("'([\\w.]+)'");

    private final Map<String, Set<String>> lists = named();

    @Test
    void theStatesAreThoseOfTheService() {
        assertThat(lists.get("STATES")).isEqualTo(codes(CampaignState.values(), any -> true));
        assertThat(lists.get("OVER")).isEqualTo(codes(CampaignState.values(), CampaignState::terminal));
        assertThat(lists.get("TARGET_STATES")).isEqualTo(codes(TargetState.values(), any -> true));
    }

    /** They are cut off the list of all, so their order matters. */
    @Test
    void theFinalStatesOfTargetsComeFirst() throws IOException {
        List<String> inOrder = List.of(
                text(WORDS).split("TARGET_STATES = \\[")[1].split("\\]")[0].split(","));
        Set<String> first = inOrder.stream()
                .limit(6)
                .map(word -> word.replaceAll("[\\s']", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(text(WORDS)).contains("TARGET_STATES.slice(0, 6)");
        assertThat(first).isEqualTo(codes(TargetState.values(), state -> !state.open()));
    }

    @Test
    void outcomesDispositionsAndObjectivesAreThoseOfTheService() {
        assertThat(lists.get("OUTCOMES")).isEqualTo(codes(Outcome.values(), any -> true));
        assertThat(lists.get("DISPOSITIONS")).isEqualTo(codes(Disposition.values(), any -> true));
        assertThat(lists.get("OBJECTIVES")).isEqualTo(codes(Objective.values(), any -> true));
    }

    @Test
    void webhooksAreOfferedEverythingThatTheyCanSubscribeTo() {
        assertThat(lists.get("HOOKS")).isEqualTo(codes(EventType.values(), type -> type != EventType.WEBHOOK_TEST));
    }

    @Test
    void theHolidaysOfferedAreThoseThatTheServiceKnows() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/compliance/holidays"))) {
            assertThat(lists.get("HOLIDAYS"))
                    .isEqualTo(files.map(file -> file.getFileName().toString().replace(".json", ""))
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    @Test
    void noPageHasAListOfItsOwn() throws IOException {
        Set<String> copies = new TreeSet<>();
        try (Stream<Path> files = Files.walk(PAGE)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".js") && !each.equals(WORDS))
                    .toList()) {
                LIST.matcher(Files.readString(file)).results().forEach(list -> {
                    if (lists.containsValue(words(list.group(2)))) {
                        copies.add(PAGE.relativize(file) + ": " + list.group(2).strip());
                    }
                });
            }
        }
        assertThat(copies).isEmpty();
    }

    private static <E extends Coded> Set<String> codes(E[] all, Predicate<E> which) {
        return Stream.of(all).filter(which).map(Coded::code).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, Set<String>> named() {
        Map<String, Set<String>> named = new HashMap<>();
        LIST.matcher(text(WORDS))
                .results()
                .filter(list -> list.group(1) != null)
                .forEach(list -> named.put(list.group(1), words(list.group(2))));
        return named;
    }

    private static Set<String> words(String list) {
        return WORD.matcher(list).results().map(word -> word.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
