package io.outdial.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outdial.platform.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LifecycleTest {

    /** Said again, in words of its own, so that a slip in the table shows. */
    private static final Map<String, String> EXPECTED = Map.ofEntries(
            Map.entry("draft schedule", "scheduled"),
            Map.entry("draft stop", "stopped"),
            Map.entry("draft fail", "failed"),
            Map.entry("scheduled unschedule", "draft"),
            Map.entry("scheduled activate", "active"),
            Map.entry("scheduled stop", "stopped"),
            Map.entry("scheduled fail", "failed"),
            Map.entry("active pause", "paused"),
            Map.entry("active complete", "completed"),
            Map.entry("active stop", "stopped"),
            Map.entry("active fail", "failed"),
            Map.entry("paused resume", "active"),
            Map.entry("paused stop", "stopped"),
            Map.entry("paused fail", "failed"));

    @Test
    void everyPairIsAllowedOrRefusedAsWritten() {
        for (CampaignState state : CampaignState.values()) {
            for (Action action : Action.values()) {
                Optional<String> next = Lifecycle.next(state, action).map(CampaignState::code);
                String pair = state.code() + " " + action.code();
                assertThat(next).as(pair).isEqualTo(Optional.ofNullable(EXPECTED.get(pair)));
                if (next.isEmpty()) {
                    assertThatThrownBy(() -> Lifecycle.require(state, action))
                            .as(pair)
                            .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.extensions())
                                    .containsEntry("currentState", state.code())
                                    .containsKey("allowedActions"));
                }
            }
        }
    }

    @Test
    void nothingLeadsOutOfATerminalState() {
        for (CampaignState state : CampaignState.values()) {
            assertThat(Lifecycle.allowed(state).isEmpty()).isEqualTo(state.terminal());
        }
    }

    /** The diagram names each transition as {@code from --> to: action}, with more words behind if it likes. */
    @Test
    void theDiagramInTheDocumentationShowsTheTable() throws IOException {
        Pattern arrow = Pattern.compile("^  ([a-z]+) --> ([a-z]+): ([a-z]+)", Pattern.MULTILINE);
        Set<String> drawn = arrow.matcher(Files.readString(Path.of("docs/lifecycle.md")))
                .results()
                .map(line -> line.group(1) + " " + line.group(3) + " " + line.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> table = new TreeSet<>();
        for (CampaignState state : CampaignState.values()) {
            for (Action action : Action.values()) {
                Lifecycle.next(state, action)
                        .ifPresent(next -> table.add(state.code() + " " + action.code() + " " + next.code()));
            }
        }
        assertThat(drawn).isEqualTo(table);
    }
}
