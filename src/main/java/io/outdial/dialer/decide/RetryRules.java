package io.outdial.dialer.decide;

import io.outdial.campaign.TargetState;
import io.outdial.dialer.decide.Verdict.Close;
import io.outdial.dialer.decide.Verdict.RetryAt;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What an outcome means for the target: final, or when to try again. */
public final class RetryRules {

    /** How long a target waits at least whose call the network or the provider had no room for; at most twice that. */
    static final Duration PUT_BACK = Duration.ofSeconds(5);

    /**
     * How long when it was so again: other people's calls show whether the provider has room, and a number that alone finds none
     * must not take their turns.
     */
    static final Duration PUT_BACK_AGAIN = Duration.ofMinutes(15);

    /** No retry is further away than this, however often the interval was multiplied. */
    static final Duration LONGEST = Duration.ofDays(30);

    private static final Duration CALL_BACK_UNLESS_SAID = Duration.ofHours(1);

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
     * @param intervals by outcome code; {@code default} covers outcomes not named. What is named is taken literally
     * @param backoff multiplies the interval once per attempt after the first, at least 1
     * @param jitter share of the interval by which it may be shorter or longer, 0 to 0.5
     * @param otherTimeOfDay whether an unanswered call is retried at another time of the day, where no interval is named
     * @param stopOn outcomes after which nobody is tried again
     * @param success dispositions that the campaign counts as success
     * @param redialUnknownAfter how long after a call that nobody can account for the person is called again, at least a day;
     *     null when never
     */
    public record Policy(
            int maxAttempts,
            Map<String, Duration> intervals,
            double backoff,
            double jitter,
            boolean otherTimeOfDay,
            Set<Outcome> stopOn,
            Set<Disposition> success,
            Duration redialUnknownAfter) {

        private boolean names(Outcome outcome) {
            return intervals.containsKey(outcome.code()) || intervals.containsKey("default");
        }

        private Duration interval(Outcome outcome, int attemptsMade, UUID attempt) {
            Duration first = intervals.get(outcome.code());
            if (first == null) {
                first = intervals.getOrDefault("default", DEFAULTS.getOrDefault(outcome, Duration.ofHours(4)));
            }
            double millis = first.toMillis()
                    * Math.pow(backoff, Math.max(0, attemptsMade - 1))
                    * (1 + jitter * (2 * fraction(attempt) - 1));
            return millis >= LONGEST.toMillis() ? LONGEST : Duration.ofMillis((long) millis);
        }
    }

    /**
     * An attempt that ended.
     *
     * @param attempt its id, from which its jitter follows
     * @param number counted from 1
     * @param before the outcome of the attempt before it; null when there was none
     * @param callbackAt when the person asked to be called; null unless they did
     * @param zones every zone the person may be in
     * @param rang whether the person's telephone rang
     * @param again whether it was put back before for the same outcome
     */
    public record Ended(
            UUID attempt,
            int number,
            Outcome before,
            Outcome outcome,
            Disposition disposition,
            Instant callbackAt,
            List<ZoneId> zones,
            boolean rang,
            boolean again) {}

    public static Verdict after(Ended ended, Policy policy, Instant now) {
        Outcome outcome = ended.outcome();
        if (ended.disposition() == Disposition.OPTED_OUT) {
            // Whatever the network made of the call: somebody who asked not to be called is not waited for.
            return new Close(TargetState.COMPLETED, "opted_out");
        }
        return switch (outcome) {
            case ANSWERED_HUMAN -> afterConversation(ended, policy, now);
            case INVALID_NUMBER -> new Close(TargetState.SUPPRESSED, "invalid_phone");
            case BLOCKED -> new Close(TargetState.SUPPRESSED, "blocked");
            case UNKNOWN -> afterUnknown(ended, policy, now);
            case CONGESTION, CONFIG_ERROR ->
                // Whose telephone rang was called, and nobody answered.
                ended.rang() ? retry(ended, Outcome.NO_ANSWER, policy, now) : putBack(ended, now);
            case REJECTED ->
                // Somebody who pressed the call away twice does not want it.
                ended.before() == Outcome.REJECTED
                        ? new Close(TargetState.EXHAUSTED, outcome.code())
                        : retry(ended, outcome, policy, now);
            case BUSY, NO_ANSWER, ANSWERED_MACHINE, ABANDONED -> retry(ended, outcome, policy, now);
        };
    }

    private static Verdict afterConversation(Ended ended, Policy policy, Instant now) {
        Disposition disposition = ended.disposition();
        if (policy.success().contains(disposition)) {
            return new Close(TargetState.SUCCEEDED, disposition.code());
        }
        if (disposition == Disposition.CALLBACK_REQUESTED && ended.number() < policy.maxAttempts()) {
            Instant asked = ended.callbackAt();
            Instant at = asked == null || asked.isBefore(now) ? now.plus(CALL_BACK_UNLESS_SAID) : asked;
            return new RetryAt(at, TargetState.WAITING_RETRY, disposition.code());
        }
        return new Close(TargetState.COMPLETED, disposition == null ? Disposition.NONE.code() : disposition.code());
    }

    /** It may have been a conversation, so it counts as an attempt, and nobody is called again unless the tenant says so. */
    private static Verdict afterUnknown(Ended ended, Policy policy, Instant now) {
        return policy.redialUnknownAfter() == null || ended.number() >= policy.maxAttempts()
                ? new Close(TargetState.UNKNOWN, "not_reconciled")
                : new RetryAt(now.plus(policy.redialUnknownAfter()), TargetState.WAITING_RETRY, "not_reconciled");
    }

    private static Verdict putBack(Ended ended, Instant now) {
        Duration wait = ended.again() ? PUT_BACK_AGAIN : PUT_BACK;
        return new RetryAt(
                now.plus(wait).plusMillis((long) (wait.toMillis() * fraction(ended.attempt()))),
                ended.number() > 1 ? TargetState.WAITING_RETRY : TargetState.PENDING,
                ended.outcome().code());
    }

    /** @param outcome by whose rules */
    private static Verdict retry(Ended ended, Outcome outcome, Policy policy, Instant now) {
        if (ended.number() >= policy.maxAttempts() || policy.stopOn().contains(outcome)) {
            return new Close(TargetState.EXHAUSTED, outcome.code());
        }
        Instant at = now.plus(policy.interval(outcome, ended.number(), ended.attempt()));
        if (outcome == Outcome.NO_ANSWER && policy.otherTimeOfDay() && !policy.names(outcome)) {
            at = PartOfDay.other(now, at, ended.zones());
        }
        return new RetryAt(at, TargetState.WAITING_RETRY, outcome.code());
    }

    /** From 0 to 1, the same for an attempt whenever it is asked: the low bits of a UUIDv7 are random. */
    static double fraction(UUID attempt) {
        return (attempt.getLeastSignificantBits() >>> 12 & 0xFFFFFFFFFFL) / (double) (1L << 40);
    }
}
