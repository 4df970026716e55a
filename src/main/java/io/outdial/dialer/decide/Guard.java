package io.outdial.dialer.decide;

import io.outdial.kernel.Coded;

/** What may pause a campaign by itself. Each guard looks at a share of its own, from 0 to 1. */
public enum Guard implements Coded {
    /** Calls that failed for technical reasons, among all calls: no room, refused settings, blocked, or fate unknown. */
    FAILURE_RATE(false),
    /** Calls answered by a person, among those the network tried to connect. */
    ANSWER_RATE(true),
    /** Conversations with a success disposition, among conversations with a person. */
    SUCCESS_RATE(true),
    /** People who answered and met silence, among people who answered. */
    ABANDON_RATE(false),
    /** The mean of {@link QualityScore}, among calls that have one. */
    QUALITY_SCORE(true),
    /** The mean rating among calls that were rated; one star is 0, five are 1. */
    SATISFACTION(true);

    private final boolean floor;

    Guard(boolean floor) {
        this.floor = floor;
    }

    /** Whether the threshold is a least value; a most one otherwise. */
    public boolean floor() {
        return floor;
    }

    double hits(CallSums sums) {
        return switch (this) {
            case FAILURE_RATE -> sums.failures();
            case ANSWER_RATE -> sums.people();
            case SUCCESS_RATE -> sums.successes();
            case ABANDON_RATE -> sums.abandoned();
            case QUALITY_SCORE -> sums.scoreSum();
            case SATISFACTION -> sums.ratingSum();
        };
    }

    int sample(CallSums sums) {
        return switch (this) {
            case FAILURE_RATE -> sums.calls();
            case ANSWER_RATE -> sums.tried();
            case SUCCESS_RATE -> sums.conversations();
            case ABANDON_RATE -> sums.people();
            case QUALITY_SCORE -> sums.scores();
            case SATISFACTION -> sums.ratings();
        };
    }

    /**
     * What the guard makes of calls.
     *
     * @param threshold from 0 to 1
     * @return whether it trips: the sample is large enough, and even the favourable bound is beyond the threshold
     */
    public Finding judge(CallSums sums, double threshold, int minSample) {
        double hits = hits(sums);
        int sample = sample(sums);
        double bound = floor ? Wilson.upper(hits, sample) : Wilson.lower(hits, sample);
        boolean beyond = floor ? bound < threshold : bound > threshold;
        return new Finding(
                this, threshold, sample == 0 ? 0 : hits / sample, bound, sample, beyond && sample >= minSample);
    }

    /**
     * @param observed share among the sample; 0 without one
     * @param bound the one-sided 95% bound that was compared: the upper one of a least value, the lower one of a most value
     * @param sample calls that the guard could judge by
     */
    public record Finding(Guard guard, double threshold, double observed, double bound, int sample, boolean trips) {

        /**
         * How close the guard is to tripping, apart from the size of its sample: the odds of the threshold among those of the
         * bound (the other way round for a most value). 0 with nothing against the calls, 1 when the bound is at the threshold
         * or beyond. Odds, because between 19% and 1% lies more than between 39% and 21%.
         */
        public double closeness() {
            double ratio = guard.floor ? odds(threshold) / odds(bound) : odds(bound) / odds(threshold);
            return Double.isNaN(ratio) ? 0 : Math.min(1, ratio);
        }

        private static double odds(double share) {
            return share / (1 - share);
        }

        /** One sentence for people. */
        public String sentence() {
            return String.format(
                    java.util.Locale.ROOT,
                    "%s is %.3f in the last %d calls it can be judged by, %s the %s of %.3f with 95%% confidence (bound %.3f).",
                    guard.code(),
                    observed,
                    sample,
                    guard.floor ? "below" : "above",
                    guard.floor ? "minimum" : "maximum",
                    threshold,
                    bound);
        }
    }
}
