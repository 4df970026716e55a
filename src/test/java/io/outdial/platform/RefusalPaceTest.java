package io.outdial.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import io.outdial.platform.RefusalPace.Settings;
import io.outdial.platform.RefusalPace.Verdict;
import io.outdial.platform.RefusalPace.Way;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who is refused again and again waits, within bounds. */
class RefusalPaceTest {

    private final AtomicLong nanos = new AtomicLong();
    private double random;
    private final RefusalPace pace = pace(Duration.ofSeconds(1), 3, 5);

    @Test
    void fewRefusalsASecondAreAnsweredAtOnce() {
        assertThat(ways("a", "a", 2)).containsExactly(Way.AT_ONCE, Way.AT_ONCE);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(ways("a", "a", 3)).containsExactly(Way.AT_ONCE, Way.AT_ONCE, Way.HELD);
    }

    @Test
    void furtherOnesWaitForHalfOfTheTimeToAllOfIt() {
        ways("a", "a", 2);
        assertThat(pace.refuse("a", "a").hold()).isEqualTo(Duration.ofMillis(500));
        random = 1;
        assertThat(pace.refuse("a", "a").hold()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void anotherClientOfTheTenantHasItsOwn() {
        ways("tenant", "flooder", 4);
        assertThat(pace.refuse("tenant", "another").way()).isEqualTo(Way.AT_ONCE);
    }

    @Test
    void onlySoManyOfATenantWait() {
        assertThat(ways("tenant", "flooder", 6))
                .containsExactly(Way.AT_ONCE, Way.AT_ONCE, Way.HELD, Way.HELD, Way.HELD, Way.LAST);
        assertThat(ways("tenant", "another", 3)).containsExactly(Way.AT_ONCE, Way.AT_ONCE, Way.LAST);
        pace.leave("tenant");
        assertThat(pace.refuse("tenant", "another").way()).isEqualTo(Way.HELD);
    }

    @Test
    void onlySoManyOfAllWait() {
        ways("a", "a", 5);
        assertThat(ways("b", "b", 5)).containsExactly(Way.AT_ONCE, Way.AT_ONCE, Way.HELD, Way.HELD, Way.LAST);
        assertThat(pace.held()).isEqualTo(5);
        pace.leave("a");
        assertThat(pace.refuse("b", "b").way()).isEqualTo(Way.HELD);
    }

    @Test
    void whoIsSentAwayTakesNoPlace() {
        ways("a", "a", 50);
        Stream.of(1, 2, 3).forEach(each -> pace.leave("a"));
        assertThat(pace.held()).isZero();
    }

    @Test
    void withoutATimeNobodyWaits() {
        RefusalPace off = pace(Duration.ZERO, 3, 5);
        assertThat(Stream.generate(() -> off.refuse("a", "a")).limit(20))
                .containsOnly(new Verdict(Way.AT_ONCE, Duration.ZERO));
    }

    @Test
    void nobodyWaitsForLongerThanTenSeconds() {
        RefusalPace endless = pace(Duration.ofMinutes(10), 3, 5);
        random = 1;
        assertThat(Stream.generate(() -> endless.refuse("a", "a")).limit(3).map(Verdict::hold))
                .contains(Duration.ofSeconds(10));
    }

    private java.util.List<Way> ways(String group, String caller, int times) {
        return Stream.generate(() -> pace.refuse(group, caller).way())
                .limit(times)
                .toList();
    }

    private RefusalPace pace(Duration hold, int ofCaller, int ofAll) {
        return new RefusalPace(new Held(2, hold, ofCaller, ofAll), time(nanos::get), () -> random);
    }

    static TimeMeter time(LongSupplier nanos) {
        return new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return nanos.getAsLong();
            }

            @Override
            public boolean isWallClockBased() {
                return false;
            }
        };
    }

    record Held(int atOncePerSecond, Duration hold, int maxHeldPerCaller, int maxHeld) implements Settings {}
}
