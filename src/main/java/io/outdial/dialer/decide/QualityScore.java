package io.outdial.dialer.decide;

import io.outdial.telephony.CallQuality;
import java.util.Optional;

/**
 * How good a call was, in one figure from 0 (worst) to 1: the weighted mean of what is known about it. A part that nobody
 * measured is left out, with its weight, rather than guessed.
 *
 * <table>
 * <caption>Parts</caption>
 * <tr><th>part</th><th>weight</th><th>value from 0 to 1</th></tr>
 * <tr><td>sound</td><td>3</td><td>(MOS − 1) / 4</td></tr>
 * <tr><td>response time</td><td>2</td><td>1 up to 500 ms, 0 from 3000 ms on, linear between</td></tr>
 * <tr><td>interruptions</td><td>1</td><td>1 for none, 0 from 5 on, linear between</td></tr>
 * <tr><td>sentiment</td><td>2</td><td>(sentiment + 1) / 2</td></tr>
 * <tr><td>satisfaction</td><td>2</td><td>(rating − 1) / 4</td></tr>
 * </table>
 */
public final class QualityScore {

    private static final double QUICK_MILLIS = 500;
    private static final double SLOW_MILLIS = 3000;
    private static final double MANY_INTERRUPTIONS = 5;

    private double sum;
    private double weights;

    private QualityScore() {}

    /**
     * @param measured by the provider; null when it measures nothing
     * @param satisfaction the person's own rating, 1 to 5; null when there is none
     * @return empty when nothing at all is known
     */
    public static Optional<Double> of(CallQuality measured, Integer satisfaction) {
        QualityScore score = new QualityScore();
        if (measured != null) {
            score.part(3, measured.mos() == null ? null : (measured.mos() - 1) / 4);
            score.part(
                    2,
                    measured.responseMillis() == null
                            ? null
                            : (SLOW_MILLIS - measured.responseMillis()) / (SLOW_MILLIS - QUICK_MILLIS));
            score.part(1, measured.interruptions() == null ? null : 1 - measured.interruptions() / MANY_INTERRUPTIONS);
            score.part(2, measured.sentiment() == null ? null : (measured.sentiment() + 1) / 2);
        }
        score.part(2, satisfaction == null ? null : (satisfaction - 1) / 4.0);
        return score.weights == 0
                ? Optional.empty()
                : Optional.of(Math.round(score.sum / score.weights * 1000) / 1000.0);
    }

    private void part(double weight, Double value) {
        if (value != null && !value.isNaN()) {
            sum += weight * Math.min(1, Math.max(0, value));
            weights += weight;
        }
    }
}
