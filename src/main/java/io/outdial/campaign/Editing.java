package io.outdial.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.outdial.platform.Problem;
import io.outdial.platform.Problem.FieldError;
import io.outdial.platform.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What may be edited when: everything until it starts, then limits and guards only, nothing once it ended. Pure. */
final class Editing {

    /** What may change while a campaign is active or paused: pointers to a value with all that is below it. */
    private static final List<String> WHILE_RUNNING = List.of(
            "/calls/maxDailyCalls",
            "/calls/maxConcurrentCalls",
            "/calls/callsPerMinute",
            "/calls/callsPerHour",
            "/calls/windows",
            "/calls/doNotDisturb",
            "/calls/holidays",
            "/calls/priority",
            "/endAt",
            "/duration",
            "/performance/budget",
            "/quality",
            "/pacing");

    private Editing() {}

    /** @throws Problem 409 when the state allows no edit, or not this one, with a pointer to each refused field */
    static void require(CampaignState state, JsonNode before, JsonNode after) {
        if (state.terminal()) {
            throw Lifecycle.refused(state, "A campaign that is " + state.code() + " cannot be edited.");
        }
        if (!state.holdsSlot()) {
            return;
        }
        List<FieldError> refused = new ArrayList<>();
        compare("", before, after, refused);
        if (!refused.isEmpty()) {
            throw new Problem(
                    ProblemType.TRANSITION_REFUSED,
                    "While a campaign is " + state.code() + " only its limits, windows, end and guards can be edited.",
                    refused,
                    Map.of(
                            "currentState", state.code(),
                            "allowedActions",
                                    Lifecycle.allowed(state).stream()
                                            .map(Action::code)
                                            .toList()));
        }
    }

    private static void compare(String pointer, JsonNode before, JsonNode after, List<FieldError> refused) {
        if (WHILE_RUNNING.contains(pointer) || before.equals(after)) {
            return;
        }
        boolean containsEditable =
                pointer.isEmpty() || WHILE_RUNNING.stream().anyMatch(editable -> editable.startsWith(pointer + "/"));
        if (!containsEditable) {
            refused.add(new FieldError(pointer, "not_editable", "This cannot be edited any more."));
            return;
        }
        Set<String> names = new TreeSet<>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            compare(pointer + "/" + name, before.path(name), after.path(name), refused);
        }
    }
}
