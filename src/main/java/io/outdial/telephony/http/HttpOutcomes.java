package io.outdial.telephony.http;

import io.outdial.kernel.Outcome;
import io.outdial.telephony.decide.AnsweredBy;
import java.util.Map;

/** What the contract's words mean. A provider says an outcome by its name; where it says none, the status decides. */
final class HttpOutcomes {

    /** By the status of a refused create request that says no outcome. */
    static final Map<Integer, Outcome> BY_STATUS = Map.ofEntries(
            Map.entry(400, Outcome.CONFIG_ERROR),
            Map.entry(401, Outcome.CONFIG_ERROR),
            Map.entry(403, Outcome.CONFIG_ERROR),
            Map.entry(404, Outcome.CONFIG_ERROR),
            Map.entry(405, Outcome.CONFIG_ERROR),
            Map.entry(409, Outcome.CONFIG_ERROR),
            Map.entry(422, Outcome.REJECTED),
            Map.entry(429, Outcome.CONGESTION));

    /** The outcomes a provider may say, at the end of a call or instead of making one. */
    static final Map<String, Outcome> BY_NAME = Map.of(
            "answered_human", Outcome.ANSWERED_HUMAN,
            "answered_machine", Outcome.ANSWERED_MACHINE,
            "busy", Outcome.BUSY,
            "no_answer", Outcome.NO_ANSWER,
            "rejected", Outcome.REJECTED,
            "invalid_number", Outcome.INVALID_NUMBER,
            "congestion", Outcome.CONGESTION,
            "blocked", Outcome.BLOCKED,
            "config_error", Outcome.CONFIG_ERROR,
            "abandoned", Outcome.ABANDONED);

    static final Map<String, AnsweredBy> BY_WHO =
            Map.of("human", AnsweredBy.HUMAN, "machine", AnsweredBy.MACHINE, "unsure", AnsweredBy.UNSURE);

    private HttpOutcomes() {}

    /**
     * Of a request that was certainly refused: any status from 400 to 499, or 503 with an outcome.
     *
     * @param outcome as the body says it; null when it says none
     */
    static Outcome ofRefusal(int status, String outcome) {
        Outcome said = outcome == null ? null : BY_NAME.get(outcome);
        if (said != null && !said.answered()) {
            return said;
        }
        return BY_STATUS.getOrDefault(status, Outcome.CONFIG_ERROR);
    }
}
