package io.outdial.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import io.outdial.kernel.TenantId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How a tenant's rate of requests is shared, and how it comes back. */
class RequestRateTest {

    private static final int PER_SECOND = 50;

    private final AtomicLong nanos = new AtomicLong();
    private final RequestRate rate = new RequestRate(() -> 0.8, new TimeMeter() {
        @Override
        public long currentTimeNanos() {
            return nanos.get();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    });
    private final TenantId tenant = TenantId.next();

    @Test
    void oneClientHasItsShareAndLeavesTheRest() {
        assertThat(taken("flooder")).isEqualTo(40);
        assertThat(taken("another")).isEqualTo(10);
    }

    @Test
    void whoIsRefusedHearsHowLongToWaitAndIsServedThen() {
        taken("flooder");
        Duration wait = rate.take(tenant, "flooder", PER_SECOND);
        assertThat(wait).isEqualTo(Duration.ofMillis(25));
        nanos.addAndGet(wait.toNanos());
        assertThat(rate.take(tenant, "flooder", PER_SECOND)).isNull();
    }

    @Test
    void noMoreThanASecondsWorthIsSaved() {
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(taken("flooder")).isEqualTo(40);
    }

    @Test
    void anotherTenantIsNotAffected() {
        taken("flooder");
        assertThat(rate.take(TenantId.next(), "flooder", PER_SECOND)).isNull();
    }

    @Test
    void aChangedLimitHoldsFromTheNextRequestOn() {
        taken("flooder");
        assertThat(rate.take(tenant, "flooder", 10 * PER_SECOND)).isNull();
    }

    /** How many requests begin at this instant. */
    private int taken(String client) {
        int taken = 0;
        while (rate.take(tenant, client, PER_SECOND) == null) {
            taken++;
        }
        return taken;
    }
}
