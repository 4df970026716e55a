package io.outdial.webhook.decide;

import java.time.Duration;
import java.time.Instant;

/**
 * When a message that was not taken is sent again: after 5 seconds, then each time three times as long, at most 4 hours, with
 * a fifth of jitter either way, until it is given up.
 */
public final class DeliveryRules {

    /** How long a message is tried. */
    public static final Duration GIVE_UP_AFTER = Duration.ofHours(24);

    static final Duration FIRST = Duration.ofSeconds(5);
    static final Duration LONGEST = Duration.ofHours(4);
    private static final int FACTOR = 3;
    private static final double JITTER = 0.2;

    private DeliveryRules() {}

    /** What becomes of a message. */
    public sealed interface Verdict {}

    /** It was taken. */
    public record Delivered() implements Verdict {}

    /** It is sent again, not before this instant. */
    public record RetryAt(Instant at) implements Verdict {}

    /** It is a dead letter: nobody sends it again unless somebody asks for it. */
    public record Dead() implements Verdict {}

    /**
     * @param attempt the one that was answered, from 1
     * @param giveUpAt no attempt is made after this instant
     * @param chance from 0 (inclusive) to 1: where within the jitter
     */
    public static Verdict after(Answer answer, int attempt, Instant giveUpAt, Instant now, double chance) {
        if (answer.taken()) {
            return new Delivered();
        }
        if (answer.gone()) {
            return new Dead();
        }
        Duration wait = jittered(backoff(attempt), chance);
        if (answer.retryAfter() != null && answer.retryAfter().compareTo(wait) > 0) {
            wait = answer.retryAfter();
        }
        Instant next = now.plus(wait);
        return next.isAfter(giveUpAt) ? new Dead() : new RetryAt(next);
    }

    static Duration backoff(int attempt) {
        Duration wait = FIRST;
        for (int i = 1; i < attempt && wait.compareTo(LONGEST) < 0; i++) {
            wait = wait.multipliedBy(FACTOR);
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private static Duration jittered(Duration wait, double chance) {
        return Duration.ofMillis((long) (wait.toMillis() * (1 - JITTER + 2 * JITTER * chance)));
    }
}
