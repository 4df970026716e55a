package io.outdial.dialer.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {

    private static final Instant START = Instant.parse("2026-11-01T09:00:00Z");
    private static final Duration WINDOW = Duration.ofMinutes(1);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 10, 60, 120, 1000})
    void noWindowEverSeesMoreThanTheLimit(int limit) {
        TokenBucket bucket = new TokenBucket(limit, WINDOW);
        Deque<Instant> calls = new ArrayDeque<>();
        double tokens = 0;
        Instant last = Instant.MIN;
        int total = 0;
        for (int step = 0; step < 4 * 600; step++) {
            Instant now = START.plusMillis(100L * step);
            double available = bucket.tokens(tokens, last, now);
            int taken = (int) available;
            tokens = available - taken;
            last = now;
            for (int call = 0; call < taken; call++) {
                calls.addLast(now);
            }
            total += taken;
            while (!calls.isEmpty() && !calls.peekFirst().isAfter(now.minus(WINDOW))) {
                calls.removeFirst();
            }
            assertThat(calls.size()).isLessThanOrEqualTo(limit);
        }
        assertThat(total)
                .as("four minutes' worth, but for what bursts cost")
                .isGreaterThan((int) (4 * limit * 0.85) - 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 50, 200})
    void turnsOfAQuarterSecondUseMostOfALimitPerSecond(int limit) {
        TokenBucket bucket = new TokenBucket(limit, Duration.ofSeconds(1));
        double tokens = 0;
        int total = 0;
        for (int turn = 1; turn <= 40; turn++) {
            double available =
                    bucket.tokens(tokens, START.plusMillis(250L * (turn - 1)), START.plusMillis(250L * turn));
            total += (int) available;
            tokens = available - (int) available;
        }
        assertThat(total).isBetween((int) (10 * limit * 0.7), 10 * limit);
    }

    @ParameterizedTest
    @ValueSource(ints = {0})
    void aLimitOfZeroAdmitsNothing(int limit) {
        assertThat((int) new TokenBucket(limit, WINDOW).tokens(0, Instant.MIN, START))
                .isZero();
    }
}
