package io.outdial.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outdial.platform.Problem;
import java.util.Map;
import java.util.Optional;
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
}
