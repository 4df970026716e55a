package io.outdial.dialer.decide;

import io.outdial.kernel.Outcome;

/**
 * What guards need to know about a number of calls.
 *
 * @param calls that ended
 * @param failures for technical reasons
 * @param tried that the network tried to connect
 * @param people who answered, met by silence or not
 * @param conversations with a person
 * @param successes of those
 * @param abandoned people who met silence
 * @param scoreSum of quality scores, each 0 to 1
 * @param scores how many calls had one
 * @param ratingSum of ratings, each from 0 (one star) to 1 (five)
 * @param ratings how many calls were rated
 */
public record CallSums(
        int calls,
        int failures,
        int tried,
        int people,
        int conversations,
        int successes,
        int abandoned,
        double scoreSum,
        int scores,
        double ratingSum,
        int ratings) {

    public static final CallSums NONE = new CallSums(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /**
     * One call.
     *
     * @param success whether its disposition is one the campaign counts as success
     * @param score 0 to 1, or null
     * @param rating 1 to 5, or null
     */
    public static CallSums of(Outcome outcome, boolean success, Double score, Integer rating) {
        boolean failed = outcome == Outcome.CONGESTION
                || outcome == Outcome.CONFIG_ERROR
                || outcome == Outcome.BLOCKED
                || outcome == Outcome.UNKNOWN;
        boolean conversation = outcome == Outcome.ANSWERED_HUMAN;
        boolean abandoned = outcome == Outcome.ABANDONED;
        return new CallSums(
                1,
                failed ? 1 : 0,
                failed ? 0 : 1,
                conversation || abandoned ? 1 : 0,
                conversation ? 1 : 0,
                conversation && success ? 1 : 0,
                abandoned ? 1 : 0,
                score == null ? 0 : score,
                score == null ? 0 : 1,
                rating == null ? 0 : (rating - 1) / 4.0,
                rating == null ? 0 : 1);
    }

    public CallSums plus(CallSums other) {
        return new CallSums(
                calls + other.calls,
                failures + other.failures,
                tried + other.tried,
                people + other.people,
                conversations + other.conversations,
                successes + other.successes,
                abandoned + other.abandoned,
                scoreSum + other.scoreSum,
                scores + other.scores,
                ratingSum + other.ratingSum,
                ratings + other.ratings);
    }
}
