package io.outdial.dialer.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.Outcome;
import io.outdial.support.SecondLane;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How often guards are wrong and how soon they are right, over many made-up campaigns. */
@SecondLane
class GuardSimulationTest {

    private static final Instant NOW = Instant.parse("2026-11-01T09:00:00Z");
    private static final QualityWindow.Policy POLICY = GuardTest.policy(20, 500, Duration.ofDays(1));
    private static final int NEVER = Integer.MAX_VALUE;

    @Test
    void aHealthyCampaignIsPausedInLessThanOneCaseOfAHundred() {
        int[] paused = conversationsUntilPaused(0.30, 2000, 600);
        double share = Arrays.stream(paused).filter(at -> at != NEVER).count() / (double) paused.length;
        System.out.printf("a campaign at 30%% against a minimum of 20%%: paused in %.2f%% of runs%n", 100 * share);
        assertThat(share).isLessThan(0.01);
    }

    @Test
    void aCampaignAtTwiceTheThresholdIsHardlyEverPaused() {
        int[] paused = conversationsUntilPaused(0.40, 2000, 600);
        assertThat(Arrays.stream(paused).filter(at -> at != NEVER).count()).isLessThanOrEqualTo(4);
    }

    @Test
    void aFailingCampaignIsFoundSoon() {
        int[] bad = conversationsUntilPaused(0.05, 1000, 600);
        int[] half = conversationsUntilPaused(0.10, 1000, 600);
        System.out.printf(
                "conversations until the pause: at 5%% median %d and 95%% within %d; at 10%% median %d and 95%% within %d%n",
                quantile(bad, 0.5), quantile(bad, 0.95), quantile(half, 0.5), quantile(half, 0.95));
        assertThat(quantile(bad, 0.5)).isEqualTo(20);
        assertThat(quantile(bad, 0.95)).isLessThanOrEqualTo(60);
        assertThat(quantile(half, 0.5)).isLessThanOrEqualTo(60);
        assertThat(quantile(half, 0.95)).isLessThanOrEqualTo(200);
    }

    @Test
    void aCampaignThatTurnsBadIsFoundThoughItWasGood() {
        int[] found = new int[300];
        for (int run = 0; run < found.length; run++) {
            SplittableRandom random = new SplittableRandom(run);
            QualityWindow window = QualityWindow.EMPTY;
            for (int i = 0; i < 500; i++) {
                window = window.plus(List.of(conversation(random, 0.4)), POLICY, NOW)
                        .look(POLICY)
                        .after();
            }
            found[run] = untilPaused(window, random, 0.05, 1000);
        }
        System.out.printf(
                "after 500 good conversations a fall from 40%% to 5%% is found within %d conversations in 95%% of runs%n",
                quantile(found, 0.95));
        assertThat(quantile(found, 0.95)).isLessThanOrEqualTo(520);
    }

    private static int[] conversationsUntilPaused(double rate, int runs, int atMost) {
        int[] paused = new int[runs];
        for (int run = 0; run < runs; run++) {
            paused[run] = untilPaused(QualityWindow.EMPTY, new SplittableRandom(run), rate, atMost);
        }
        return paused;
    }

    private static int untilPaused(QualityWindow window, SplittableRandom random, double rate, int atMost) {
        for (int n = 1; n <= atMost; n++) {
            QualityWindow.Look look = window.plus(List.of(conversation(random, rate)), POLICY, NOW)
                    .look(POLICY);
            if (look.tripped().isPresent()) {
                return n;
            }
            window = look.after();
        }
        return NEVER;
    }

    private static CallSums conversation(SplittableRandom random, double rate) {
        return CallSums.of(Outcome.ANSWERED_HUMAN, random.nextDouble() < rate, null, null);
    }

    private static int quantile(int[] values, double share) {
        int[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
    }
}
