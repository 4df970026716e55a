package io.outdial.dialer.decide;

import java.time.Duration;
import java.time.Instant;

/**
 * How many calls a second the provider bears, learnt as networks learn it: by additive increase while it is healthy and
 * multiplicative decrease when it is not (D.-M. Chiu and R. Jain, "Analysis of the increase and decrease algorithms for
 * congestion avoidance", 1989).
 *
 * <p>A campaign begins without a pace: its limits are enough until the provider complains. Then the pace is half of what was
 * being called, grows by a sixtieth of the ceiling every second, and is forgotten again when it reaches the ceiling. The ceiling
 * is Little's law: more than lines / mean holding time cannot be begun anyway, and a pace beyond it would take many halvings
 * before it meant anything.
 *
 * @param perSecond calls a second; infinite while there is no pace to keep
 * @param tokens calls that may begin at once
 * @param at when this was so
 * @param slowedAt the last decrease; further trouble of the same moment does not count again
 * @param usualMillis how long the provider usually takes to answer a request; 0 when unknown
 */
public record Pace(double perSecond, double tokens, Instant at, Instant slowedAt, double usualMillis) {

    /** No pace to keep, nothing known. */
    public static final Pace FREE = new Pace(Double.POSITIVE_INFINITY, 0, Instant.EPOCH, Instant.EPOCH, 0);

    /** Never slower than one call in ten seconds, so that a recovery is noticed. */
    static final double SLOWEST = 0.1;

    private static final double DECREASE = 0.5;
    private static final double SECONDS_TO_CEILING = 60;
    private static final double TOLERATED_CONGESTION = 0.02;
    private static final Duration ONE_TROUBLE = Duration.ofSeconds(3);

    private static final int FEW = 10;
    private static final double LATE_FACTOR = 2.5;
    private static final double LATE_MILLIS = 250;
    private static final double LEARN = 0.1;

    /**
     * How the provider answered requests since the last look.
     *
     * @param answered requests
     * @param congested of them refused for want of room
     * @param meanMillis of their answers; 0 when none was measured
     */
    public record Health(int answered, int congested, double meanMillis) {
        public static final Health UNKNOWN = new Health(0, 0, 0);
    }

    /**
     * The pace from {@code now} on.
     *
     * @param observed calls a second that the campaign has been beginning
     * @param ceiling calls a second that its lines allow, by Little's law
     */
    public Pace next(Health health, double observed, double ceiling, Instant now) {
        double seconds = at.isBefore(now) ? Duration.between(at, now).toMillis() / 1000.0 : 0;
        boolean late = isLate(health);
        double usual = late || health.meanMillis() <= 0
                ? usualMillis
                : usualMillis == 0 ? health.meanMillis() : usualMillis + LEARN * (health.meanMillis() - usualMillis);
        boolean trouble = late || health.congested() > TOLERATED_CONGESTION * health.answered();
        if (trouble) {
            if (slowedAt.plus(ONE_TROUBLE).isAfter(now)) {
                return new Pace(perSecond, tokensAfter(seconds, perSecond), now, slowedAt, usual);
            }
            double slower = Math.max(SLOWEST, DECREASE * Math.min(perSecond, Math.min(observed, ceiling)));
            return new Pace(slower, Math.min(tokens(), burst(slower)), now, now, usual);
        }
        double faster = perSecond + seconds * ceiling / SECONDS_TO_CEILING;
        return Double.isInfinite(perSecond) || faster >= ceiling
                ? new Pace(Double.POSITIVE_INFINITY, 0, now, slowedAt, usual)
                : new Pace(faster, tokensAfter(seconds, faster), now, slowedAt, usual);
    }

    /** Calls that may begin now. */
    public int room() {
        return Double.isInfinite(perSecond) ? Integer.MAX_VALUE : (int) tokens;
    }

    /** After so many calls were begun. */
    public Pace used(int calls) {
        return Double.isInfinite(perSecond) ? this : new Pace(perSecond, tokens - calls, at, slowedAt, usualMillis);
    }

    /**
     * Calls a second that lines allow: lines / mean holding time (J. D. C. Little, 1961); with no call ended yet, one second
     * each.
     */
    public static double ceiling(int lines, double heldSeconds, int ended) {
        double mean = ended == 0 ? 1 : Math.max(0.001, heldSeconds / ended);
        return Math.max(SLOWEST, lines / mean);
    }

    private boolean isLate(Health health) {
        return health.answered() >= FEW
                && usualMillis > 0
                && health.meanMillis() > LATE_FACTOR * usualMillis
                && health.meanMillis() > usualMillis + LATE_MILLIS;
    }

    private double tokensAfter(double seconds, double rate) {
        return Double.isInfinite(rate) ? 0 : Math.min(burst(rate), tokens + seconds * rate);
    }

    /** What may begin at once: two turns' worth, at least one call. */
    private static double burst(double rate) {
        return Math.max(1, rate / 2);
    }
}
