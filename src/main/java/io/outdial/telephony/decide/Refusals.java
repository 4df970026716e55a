package io.outdial.telephony.decide;

import io.outdial.kernel.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a refused create request means of an API whose refusals have a status and a message for people. */
public final class Refusals {

    /** By status. */
    public static final Map<Integer, Outcome> BY_STATUS = Map.of(
            400, Outcome.CONFIG_ERROR,
            401, Outcome.CONFIG_ERROR,
            402, Outcome.CONFIG_ERROR,
            403, Outcome.CONFIG_ERROR,
            404, Outcome.CONFIG_ERROR,
            422, Outcome.CONFIG_ERROR,
            429, Outcome.CONGESTION);

    /** A part of a message, in lower case, that says more than the status. */
    public record Words(String part, Outcome outcome) {}

    private Refusals() {}

    /**
     * @param status 400 to 499
     * @param message null without one; it counts only of a request that was looked at, not of one that may not be made
     */
    public static Outcome outcome(int status, String message, List<Words> words) {
        String said = message == null ? "" : message.toLowerCase(Locale.ROOT);
        boolean lookedAt = status == 400 || status == 422 || status == 429;
        return words.stream()
                .filter(each -> lookedAt && said.contains(each.part()))
                .map(Words::outcome)
                .findFirst()
                .orElseGet(() -> BY_STATUS.getOrDefault(status, Outcome.CONFIG_ERROR));
    }
}
