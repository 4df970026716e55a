package io.outdial.dialer.decide;

import java.time.Duration;
import java.time.Instant;

/**
 * Holds a rate of at most {@code limit} per {@code window}, in every window of that length, not on average.
 *
 * <p>A bucket of {@code burst} tokens that refills by {@code r} admits at most {@code burst + r·window} in any window; so
 * it refills by {@code (limit − burst + 1) / window}, of which a half-open window sees at most {@code limit}; and a tenth of a
 * second more lengthens the window, because calls are decided here and counted where the requests arrive.
 *
 * @param limit calls per window; zero admits nothing
 */
public record TokenBucket(int limit, Duration window) {

    private static final Duration SHORT = Duration.ofSeconds(1);

    /**
     * Between a decision and its request on the wire lies a moment that is not always the same. Seen from the network a window
     * may hold what was decided in a slightly longer one.
     */
    private static final Duration ON_THE_WIRE = Duration.ofMillis(100);

    /**
     * What may be used at once. A burst costs as much of the steady rate, so it is a tenth of the limit; of a window as
     * short as a second it is a fifth, which is what refills until a tenant's next turn, a quarter of a second later.
     */
    public int burst() {
        int share = window.compareTo(SHORT) <= 0 ? 5 : 10;
        return limit == 0 ? 0 : Math.max(1, limit / share);
    }

    /** Tokens at {@code now}, given what there was at {@code then}; a bucket never seen is full. */
    public double tokens(double before, Instant then, Instant now) {
        double seconds = then.isBefore(now) ? secondsBetween(then, now) : 0;
        double refill = (limit - burst() + 1) / seconds(window.plus(ON_THE_WIRE));
        return Math.min(burst(), before + seconds * refill);
    }

    private static double secondsBetween(Instant then, Instant now) {
        // A bucket never used carries an instant far in the past, beyond the range of a Duration in nanoseconds.
        return (double) (now.getEpochSecond() - then.getEpochSecond()) + (now.getNano() - then.getNano()) / 1e9;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
