package io.outdial.campaign;

import static io.outdial.campaign.Action.*;
import static io.outdial.campaign.CampaignState.*;

import io.outdial.kernel.Coded;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of a campaign's life: from a state, by an action, to a state. What is not in it is refused. */
public final class Lifecycle {

    private static final Map<CampaignState, Map<Action, CampaignState>> TABLE = new EnumMap<>(Map.of(
            DRAFT, Map.of(SCHEDULE, SCHEDULED, STOP, STOPPED, FAIL, FAILED),
            SCHEDULED, Map.of(UNSCHEDULE, DRAFT, ACTIVATE, ACTIVE, STOP, STOPPED, FAIL, FAILED),
            ACTIVE, Map.of(PAUSE, PAUSED, COMPLETE, COMPLETED, STOP, STOPPED, FAIL, FAILED),
            PAUSED, Map.of(RESUME, ACTIVE, STOP, STOPPED, FAIL, FAILED),
            COMPLETED, Map.of(),
            FAILED, Map.of(),
            STOPPED, Map.of()));

    private Lifecycle() {}

    /** Where the action leads; empty when the state does not allow it. */
    public static Optional<CampaignState> next(CampaignState state, Action action) {
        return Optional.ofNullable(TABLE.get(state).get(action));
    }

    /** What people may do with a campaign in this state, in the order of {@link Action}. */
    public static List<Action> allowed(CampaignState state) {
        return Arrays.stream(Action.values())
                .filter(Action::ofPeople)
                .filter(TABLE.get(state)::containsKey)
                .toList();
    }

    /** @throws Problem 409 with the state and the allowed actions, when the state does not allow the action */
    static CampaignState require(CampaignState state, Action action) {
        return next(state, action)
                .orElseThrow(() -> refused(
                        state, "A campaign that is " + state.code() + " cannot be asked to " + action.code() + "."));
    }

    static Problem refused(CampaignState state, String detail) {
        return new Problem(
                ProblemType.TRANSITION_REFUSED,
                detail,
                List.of(),
                Map.of(
                        "currentState", state.code(),
                        "allowedActions",
                                allowed(state).stream().map(Coded::code).toList()));
    }
}
