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
         * How far the bound has gone from the most favourable value to the threshold: 0 with nothing against the calls, 1 when
         * it is there or beyond. Whether the sample is large enough is another question.
         */
        public double closeness() {
            double room = guard.floor ? 1 - threshold : threshold;
            double gone = guard.floor ? 1 - bound : bound;
            return room <= 0 ? (gone > 0 ? 1 : 0) : Math.max(0, Math.min(1, gone / room));
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
