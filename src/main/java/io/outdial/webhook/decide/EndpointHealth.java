package io.outdial.webhook.decide;

import java.time.Duration;
import java.time.Instant;

/**
 * How an endpoint is: after some failures in a row it is left alone for longer and longer and then tried with one message at a
 * time, so that a broken endpoint costs little and a recovering one is not flooded. One that fails for too long is disabled.
 *
 * @param failures attempts in a row that failed
 * @param failingSince when the first of them was; null without any
 * @param holdUntil nothing is sent before; null when it may be
 * @param disabledReason why nothing is sent any more, a sentence for people; null when it is in use
 */
public record EndpointHealth(int failures, Instant failingSince, Instant holdUntil, String disabledReason) {

    public static final EndpointHealth GOOD = new EndpointHealth(0, null, null, null);

    /** From so many failures in a row on the endpoint is held. */
    static final int FAILURES_TO_HOLD = 5;

    static final Duration FIRST_HOLD = Duration.ofSeconds(5);
    static final Duration LONGEST_HOLD = Duration.ofMinutes(5);

    /** Whether it gets one message at a time. */
    public boolean isProbed() {
        return failures >= FAILURES_TO_HOLD;
    }

    /** @param disableAfter how long every attempt may fail until the endpoint is disabled */
    public EndpointHealth after(Answer answer, Instant now, Duration disableAfter) {
        if (disabledReason != null || answer.taken()) {
            return disabledReason != null ? this : GOOD;
        }
        Instant since = failingSince == null ? now : failingSince;
        int failed = failures + 1;
        String disabled = null;
        if (answer.gone()) {
            disabled = "The endpoint answered 410: it is gone.";
        } else if (!since.plus(disableAfter).isAfter(now)) {
            disabled = "Every attempt since " + since + " failed; the last: " + answer.error();
        }
        return new EndpointHealth(failed, since, later(holdUntil, hold(answer, failed, now)), disabled);
    }

    private static Instant hold(Answer answer, int failures, Instant now) {
        Duration hold = Duration.ZERO;
        if (failures >= FAILURES_TO_HOLD) {
            int doublings = Math.min(failures - FAILURES_TO_HOLD, 10);
            hold = FIRST_HOLD.multipliedBy(1L << doublings);
            hold = hold.compareTo(LONGEST_HOLD) > 0 ? LONGEST_HOLD : hold;
        }
        if (answer.retryAfter() != null && answer.retryAfter().compareTo(hold) > 0) {
            hold = answer.retryAfter();
        }
        // Nothing that an endpoint says keeps its messages longer than they are tried.
        return now.plus(hold.compareTo(DeliveryRules.GIVE_UP_AFTER) > 0 ? DeliveryRules.GIVE_UP_AFTER : hold);
    }

    private static Instant later(Instant one, Instant other) {
        return one != null && one.isAfter(other) ? one : other;
    }
}
