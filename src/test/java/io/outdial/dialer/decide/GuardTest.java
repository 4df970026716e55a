package io.outdial.dialer.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.outdial.kernel.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardTest {

    private static final Instant NOW = Instant.parse("2026-11-01T09:00:00Z");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 1);

    @ParameterizedTest
    @CsvSource({"1, 20, true", "2, 20, false", "5, 50, true", "6, 50, false", "0, 19, false", "0, 20, true"})
    void aSuccessRateOfOneFifthIsHeldWithConfidence(int successes, int conversations, boolean trips) {
        CallSums sums = sum(conversations(successes, conversations - successes));
        assertThat(Guard.SUCCESS_RATE.judge(sums, 0.2, 20).trips()).isEqualTo(trips);
    }

    @ParameterizedTest
    @CsvSource({"9, 20, true", "10, 20, true", "8, 20, false", "3, 20, false"})
    void aFailureRateTripsByItsLowerBound(int failures, int calls, boolean trips) {
        List<CallSums> all =
                new ArrayList<>(Collections.nCopies(failures, CallSums.of(Outcome.CONGESTION, false, null, null)));
        all.addAll(Collections.nCopies(calls - failures, CallSums.of(Outcome.BUSY, false, null, null)));
        assertThat(Guard.FAILURE_RATE.judge(sum(all), 0.25, 20).trips()).isEqualTo(trips);
    }

    @ParameterizedTest
    @CsvSource({
        "SUCCESS_RATE, 0.2, 1.0, 0",
        "SUCCESS_RATE, 0.01, 0.19, 0.043",
        "SUCCESS_RATE, 0.2, 0.262, 0.704",
        "SUCCESS_RATE, 0.2, 0.15, 1",
        "SUCCESS_RATE, 1, 1, 0",
        "FAILURE_RATE, 0.3, 0, 0",
        "FAILURE_RATE, 0.3, 0.2, 0.583",
        "FAILURE_RATE, 0.3, 0.31, 1",
        "FAILURE_RATE, 0, 0.01, 1",
        "FAILURE_RATE, 0, 0, 0"
    })
    void howCloseAGuardIsIsARatioOfOdds(Guard guard, double threshold, double bound, double closeness) {
        Guard.Finding finding = new Guard.Finding(guard, threshold, bound, bound, 50, false);
        assertThat(finding.closeness()).isCloseTo(closeness, within(0.001));
    }

    @Test
    void eachGuardLooksAtItsOwnCalls() {
        List<CallSums> calls = new ArrayList<>(conversations(1, 2));
        calls.add(CallSums.of(Outcome.ABANDONED, false, null, null));
        calls.add(CallSums.of(Outcome.NO_ANSWER, false, null, null));
        calls.add(CallSums.of(Outcome.CONGESTION, false, null, null));
        calls.add(CallSums.of(Outcome.ANSWERED_MACHINE, false, 0.5, null));
        calls.add(CallSums.of(Outcome.ANSWERED_HUMAN, false, 0.9, 4));
        CallSums sums = sum(calls);
        assertThat(judged(Guard.FAILURE_RATE, sums)).containsExactly(1 / 8.0, 8.0);
        assertThat(judged(Guard.ANSWER_RATE, sums)).containsExactly(5 / 7.0, 7.0);
        assertThat(judged(Guard.SUCCESS_RATE, sums)).containsExactly(1 / 4.0, 4.0);
        assertThat(judged(Guard.ABANDON_RATE, sums)).containsExactly(1 / 5.0, 5.0);
        assertThat(judged(Guard.QUALITY_SCORE, sums)).containsExactly(0.7, 2.0);
        assertThat(judged(Guard.SATISFACTION, sums)).containsExactly(0.75, 1.0);
    }

    @Test
    void theWindowHoldsTheLastCallsAndForgetsTheOthers() {
        QualityWindow.Policy policy = policy(20, 100, Duration.ofDays(1));
        QualityWindow window = QualityWindow.EMPTY.plus(conversations(0, 150), policy, NOW);
        window = window.plus(conversations(100, 0), policy, NOW);
        assertThat(window.sums().calls()).isBetween(100, 110);
        assertThat(window.sums().successes()).isEqualTo(100);
    }

    @Test
    void whatIsTooOldLeavesTheWindow() {
        QualityWindow.Policy policy = policy(20, 100, Duration.ofHours(1));
        QualityWindow window = QualityWindow.EMPTY.plus(conversations(0, 30), policy, NOW);
        assertThat(window.plus(conversations(1, 0), policy, NOW.plusSeconds(3600))
                        .sums()
                        .calls())
                .isEqualTo(31);
        assertThat(window.plus(conversations(1, 0), policy, NOW.plusSeconds(3601))
                        .sums()
                        .calls())
                .isEqualTo(1);
    }

    @Test
    void aGuardLooksWhenItsSampleHasGrownByTheMinimum() {
        QualityWindow.Policy policy = policy(20, 500, Duration.ofDays(1));
        QualityWindow window = QualityWindow.EMPTY
                .plus(conversations(19, 0), policy, NOW)
                .look(policy)
                .after();
        QualityWindow.Look first = window.plus(conversations(1, 0), policy, NOW).look(policy);
        assertThat(first.tripped()).isEmpty();
        QualityWindow.Look early =
                first.after().plus(conversations(0, 19), policy, NOW).look(policy);
        assertThat(early.tripped()).as("19 more are too few to look again").isEmpty();
        QualityWindow.Look look =
                QualityWindow.EMPTY.plus(conversations(1, 19), policy, NOW).look(policy);
        assertThat(look.tripped()).hasValueSatisfying(finding -> {
            assertThat(finding.guard()).isEqualTo(Guard.SUCCESS_RATE);
            assertThat(finding.sample()).isEqualTo(20);
            assertThat(finding.observed()).isCloseTo(0.05, within(1e-9));
        });
    }

    @Test
    void theStoredFormIsTheWindow() {
        QualityWindow.Policy policy = policy(20, 100, Duration.ofDays(1));
        List<CallSums> calls = new ArrayList<>(conversations(7, 25));
        calls.add(CallSums.of(Outcome.ANSWERED_HUMAN, true, 0.812, 4));
        QualityWindow window = QualityWindow.EMPTY.plus(calls, policy, NOW);
        assertThat(QualityWindow.parse(window.toString()).sums()).isEqualTo(window.sums());
        assertThat(QualityWindow.parse(window.toString())).hasToString(window.toString());
        assertThat(QualityWindow.parse("").sums()).isEqualTo(CallSums.NONE);
    }

    @ParameterizedTest
    @CsvSource({"33, 2, false", "34, 1, false", "34, 2, true", "100, 3, false", "100, 4, true"})
    void abandonmentIsHeldToWhatHappened(int people, int abandoned, boolean exceeds) {
        CallSums calls = new CallSums(people, 0, people, people, people - abandoned, 0, abandoned, 0, 0, 0, 0);
        Abandonment kept = Abandonment.parse(Abandonment.NONE.plus(calls, TODAY).toString());
        assertThat(kept.last(30, TODAY).exceeds(0.03)).isEqualTo(exceeds);
        assertThat(kept.last(30, TODAY.plusDays(29)).people()).isEqualTo(people);
        assertThat(kept.last(30, TODAY.plusDays(30)).people()).isZero();
    }

    private static double[] judged(Guard guard, CallSums sums) {
        Guard.Finding finding = guard.judge(sums, 0.5, 20);
        return new double[] {finding.observed(), finding.sample()};
    }

    static QualityWindow.Policy policy(int minSample, int calls, Duration within) {
        return new QualityWindow.Policy(Map.of(Guard.SUCCESS_RATE, 0.2), minSample, calls, within);
    }

    static List<CallSums> conversations(int successes, int others) {
        List<CallSums> calls =
                new ArrayList<>(Collections.nCopies(successes, CallSums.of(Outcome.ANSWERED_HUMAN, true, null, null)));
        calls.addAll(Collections.nCopies(others, CallSums.of(Outcome.ANSWERED_HUMAN, false, null, null)));
        return calls;
    }

    private static CallSums sum(List<CallSums> calls) {
        return calls.stream().reduce(CallSums.NONE, CallSums::plus);
    }
}
