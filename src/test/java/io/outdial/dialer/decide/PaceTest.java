package io.outdial.dialer.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.outdial.dialer.decide.Pace.Health;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {

    private static final Instant NOW = Instant.parse("2026-11-01T09:00:00Z");
    private static final Health WELL = new Health(100, 0, 40);
    private static final Health CONGESTED = new Health(100, 10, 40);

    @Test
    void aHealthyProviderIsNotPaced() {
        Pace pace = Pace.FREE;
        for (int second = 0; second < 100; second++) {
            pace = pace.next(WELL, 50, 60, NOW.plusSeconds(second)).used(50);
            assertThat(pace.room()).isEqualTo(Integer.MAX_VALUE);
        }
    }

    @Test
    void congestionHalvesWhatWasCalled() {
        assertThat(Pace.FREE.next(CONGESTED, 50, 60, NOW).perSecond()).isEqualTo(25);
    }

    @Test
    void oneMomentsTroubleCountsOnce() {
        Pace once = Pace.FREE.next(CONGESTED, 50, 60, NOW);
        assertThat(once.next(CONGESTED, 25, 60, NOW.plusSeconds(2)).perSecond()).isEqualTo(25);
        assertThat(once.next(CONGESTED, 25, 60, NOW.plusSeconds(3)).perSecond()).isEqualTo(12.5);
    }

    @Test
    void healthRaisesItByASixtiethOfTheCeilingASecond() {
        Pace slow = Pace.FREE.next(CONGESTED, 50, 60, NOW);
        Pace later = slow.next(WELL, 25, 60, NOW.plusSeconds(10));
        assertThat(later.perSecond()).isCloseTo(35, within(1e-9));
        assertThat(slow.next(WELL, 25, 60, NOW.plusSeconds(35)).perSecond()).isInfinite();
    }

    @Test
    void answersThatComeMuchLaterThanUsualSlowItDown() {
        Pace used = Pace.FREE.next(WELL, 50, 60, NOW);
        assertThat(used.next(new Health(100, 0, 200), 50, 60, NOW.plusSeconds(1))
                        .perSecond())
                .as("late, and still quick")
                .isInfinite();
        assertThat(used.next(new Health(100, 0, 400), 50, 60, NOW.plusSeconds(1))
                        .perSecond())
                .isEqualTo(25);
        assertThat(used.next(new Health(9, 0, 400), 50, 60, NOW.plusSeconds(1)).perSecond())
                .as("nine answers are too few to judge by")
                .isInfinite();
    }

    @Test
    void itIsNeverSlowerThanOneCallInTenSeconds() {
        Pace pace = Pace.FREE;
        for (int second = 0; second < 100; second += 5) {
            pace = pace.next(new Health(1, 1, 0), 1, 60, NOW.plusSeconds(second));
        }
        assertThat(pace.perSecond()).isEqualTo(0.1);
        assertThat(pace.next(Health.UNKNOWN, 0, 0.1, NOW.plusSeconds(110)).room())
                .isPositive();
    }

    @ParameterizedTest
    @CsvSource({"50, 0, 0, 50", "50, 6000, 100, 0.8333", "1, 6000, 100, 0.1", "10, 5, 100, 200"})
    void theCeilingIsLittlesLaw(int lines, double heldSeconds, int ended, double ceiling) {
        assertThat(Pace.ceiling(lines, heldSeconds, ended)).isCloseTo(ceiling, within(0.001));
    }

    /** A provider that takes 20 calls a second, whatever is asked of it. */
    @Test
    void itSettlesNearWhatTheProviderBears() {
        SplittableRandom random = new SplittableRandom(1);
        Pace pace = Pace.FREE;
        Health health = Health.UNKNOWN;
        double capacity = 20;
        int placed = 0;
        int refused = 0;
        int last = 0;
        for (int turn = 0; turn < 4 * 1200; turn++) {
            Instant now = NOW.plusMillis(250L * turn);
            pace = pace.next(health, last * 4, 100, now);
            int calls = Math.min(25, pace.room());
            pace = pace.used(calls);
            int taken = (int) Math.min(calls, capacity / 4 + random.nextInt(2));
            health = new Health(calls, calls - taken, 40);
            last = calls;
            if (turn > 4 * 120) {
                placed += taken;
                refused += calls - taken;
            }
        }
        double perSecond = placed / 1080.0;
        assertThat(perSecond).isBetween(0.5 * capacity, 1.1 * capacity);
        assertThat(refused / (double) (placed + refused)).isLessThan(0.1);
    }

    @ParameterizedTest
    @CsvSource({"0, 5, 0.2, 1", "10, 40, 0.2, 1", "4, 40, 0.2, 0.5", "0, 40, 0.2, 0.1", "40, 40, 0.2, 1", "1, 40, 0, 1"
    })
    void successBelowTheTargetSlowsInProportion(double successes, double conversations, double target, double factor) {
        assertThat(SuccessPacing.factor(successes, conversations, target)).isCloseTo(factor, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"100, 0.5, 50", "3, 0.1, 1", "2147483647, 0.1, 2147483647", "0, 0.5, 0"})
    void aScaledLimitIsAtLeastOne(int limit, double factor, int scaled) {
        assertThat(SuccessPacing.scaled(limit, factor)).isEqualTo(scaled);
    }
}
