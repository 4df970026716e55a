package io.outdial.dialer.decide;

import io.outdial.campaign.TargetState;
import io.outdial.dialer.decide.Verdict.Close;
import io.outdial.dialer.decide.Verdict.RetryAt;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** What an outcome means for the target: final, or when to try again. */
public final class RetryRules {

    /** How long a target waits whose call the network or the provider had no room for. */
    static final Duration PUT_BACK = Duration.ofSeconds(5);

    /** No retry is further away than this, however often the interval was multiplied. */
    static final Duration LONGEST = Duration.ofDays(30);

    private static final Map<Outcome, Duration> DEFAULTS = Map.of(
            Outcome.BUSY, Duration.ofMinutes(15),
            Outcome.NO_ANSWER, Duration.ofHours(4),
            Outcome.ANSWERED_MACHINE, Duration.ofDays(1),
            Outcome.REJECTED, Duration.ofDays(1),
            Outcome.ABANDONED, Duration.ofHours(4));

    private RetryRules() {}

    /**
     * A campaign's retry settings.
     *
     * @param maxAttempts at least 1
     * @param intervals by outcome code; {@code default} covers outcomes not named
     * @param backoff multiplies the interval once per attempt already made, at least 1
     */
    public record Policy(int maxAttempts, Map<String, Duration> intervals, double backoff) {

        Duration interval(Outcome outcome, int attemptsMade) {
            Duration first = intervals.get(outcome.code());
            if (first == null) {
                first = intervals.getOrDefault("default", DEFAULTS.getOrDefault(outcome, Duration.ofHours(4)));
            }
            double millis = first.toMillis() * Math.pow(backoff, Math.max(0, attemptsMade - 1));
            return millis >= LONGEST.toMillis() ? LONGEST : Duration.ofMillis((long) millis);
        }
    }

    /**
     * @param attemptNo the attempt that ended, counted from 1
     * @param callbackAt when the person asked to be called; null unless they did
     * @param success dispositions that the campaign counts as success
     */
    public static Verdict after(
            Outcome outcome,
            Disposition disposition,
            Instant callbackAt,
            int attemptNo,
            Policy policy,
            Set<Disposition> success,
            Instant now) {
        return switch (outcome) {
            case ANSWERED_HUMAN -> afterConversation(disposition, callbackAt, attemptNo, policy, success, now);
            case INVALID_NUMBER -> new Close(TargetState.SUPPRESSED, "invalid_phone");
            case BLOCKED -> new Close(TargetState.SUPPRESSED, "blocked");
            case UNKNOWN -> new Close(TargetState.UNKNOWN, "not_reconciled");
            case CONGESTION, CONFIG_ERROR ->
                new RetryAt(
                        now.plus(PUT_BACK),
                        attemptNo > 1 ? TargetState.WAITING_RETRY : TargetState.PENDING,
                        outcome.code());
            case BUSY, NO_ANSWER, ANSWERED_MACHINE, REJECTED, ABANDONED -> retry(outcome, attemptNo, policy, now);
        };
    }

    private static Verdict afterConversation(
            Disposition disposition,
            Instant callbackAt,
            int attemptNo,
            Policy policy,
            Set<Disposition> success,
            Instant now) {
        if (disposition == Disposition.OPTED_OUT) {
            return new Close(TargetState.COMPLETED, "opted_out");
        }
        if (success.contains(disposition)) {
            return new Close(TargetState.SUCCEEDED, disposition.code());
        }
        if (disposition == Disposition.CALLBACK_REQUESTED && attemptNo < policy.maxAttempts()) {
            Instant at = callbackAt == null || callbackAt.isBefore(now) ? now.plus(Duration.ofHours(1)) : callbackAt;
            return new RetryAt(at, TargetState.WAITING_RETRY, disposition.code());
        }
        return new Close(TargetState.COMPLETED, disposition.code());
    }

    private static Verdict retry(Outcome outcome, int attemptNo, Policy policy, Instant now) {
        return attemptNo >= policy.maxAttempts()
                ? new Close(TargetState.EXHAUSTED, outcome.code())
                : new RetryAt(now.plus(policy.interval(outcome, attemptNo)), TargetState.WAITING_RETRY, outcome.code());
    }
}
