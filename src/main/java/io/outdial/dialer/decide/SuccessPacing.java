package io.outdial.dialer.decide;

/**
 * How far a campaign slows down while fewer of its conversations succeed than it aims at: in proportion, so that half of the
 * aimed-at success halves the calling rate. It is never slower than a tenth, or nobody would ever notice a recovery.
 */
public final class SuccessPacing {

    /** What is aimed at by campaigns that adapt and do not say to what. */
    public static final double TARGET_UNLESS_SAID = 0.2;

    /** Each further conversation weighs older ones down by this; together they weigh like the last 33. */
    public static final double MEMORY = 0.97;

    static final double SLOWEST = 0.1;
    private static final double FEW = 10;

    private SuccessPacing() {}

    /**
     * @param successes weighed sum of successes among the conversations so far
     * @param conversations weighed sum of the conversations
     * @param target share of conversations that is aimed at, above 0
     * @return factor for the calling rate, 0.1 to 1; 1 before ten conversations
     */
    public static double factor(double successes, double conversations, double target) {
        return conversations < FEW || target <= 0
                ? 1
                : Math.min(1, Math.max(SLOWEST, successes / conversations / target));
    }

    /** A limit so scaled, at least 1. */
    public static int scaled(int limit, double factor) {
        return limit == Integer.MAX_VALUE || limit == 0 ? limit : Math.max(1, (int) (limit * factor));
    }
}
