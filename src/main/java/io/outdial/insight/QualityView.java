package io.outdial.insight;

import java.time.Duration;
import java.util.List;

/**
 * What a campaign's guards see now.
 *
 * @param calls in the window
 * @param window calls that the window holds at least, once there were so many
 * @param windowDuration how old a call in the window may be
 * @param minSample below which no guard judges
 */
public record QualityView(int calls, int window, Duration windowDuration, int minSample, List<GuardView> guards) {

    /**
     * One configured guard.
     *
     * @param threshold share from 0 to 1; of a satisfaction, one star is 0 and five are 1
     * @param observed share among the sample; 0 without one
     * @param bound one-sided 95% Wilson bound: the upper one of a minimum, the lower one of a maximum
     * @param sample calls that it can judge by
     * @param closeness how close the bound is to the threshold, as a ratio of odds: 0 far, 1 there or beyond
     * @param beyond whether the bound is beyond the threshold and the sample large enough: when it next looks, it pauses
     */
    public record GuardView(
            String guard,
            double threshold,
            double observed,
            double bound,
            double closeness,
            int sample,
            boolean beyond) {}
}
