package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.TenantId;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How tenants share a replica's room. */
class FairRoomTest {

    private final Permits permits = new Permits(
            new SmallRyeConfigBuilder()
                    .withMapping(DialerSettings.class)
                    .withDefaultValue("outdial.dialer.max-calls-in-flight", "1000")
                    .build()
                    .getConfigMapping(DialerSettings.class),
            null,
            null);
    private final TenantId huge = TenantId.next();
    private final TenantId small = TenantId.next();

    @Test
    void aTenantAloneGetsFourFifths() {
        take(huge, Integer.MAX_VALUE);
        assertThat(permits.held()).isBetween(790, 800);
    }

    @Test
    void whoComesLaterFindsRoom() {
        take(huge, Integer.MAX_VALUE);
        assertThat(permits.free(small)).isGreaterThan(150);
        take(small, 10);
        assertThat(permits.free(small)).isGreaterThan(140);
        assertThat(permits.free(huge)).isZero();
    }

    @Test
    void whatEndsIsRoomAgain() {
        UUID attempt = UUID.randomUUID();
        permits.take(huge, attempt, "simulator");
        permits.take(huge, attempt, "simulator");
        permits.release(attempt);
        permits.release(attempt);
        assertThat(permits.free(huge)).isEqualTo(permits.free(small)).isEqualTo(800);
    }

    private void take(TenantId tenant, int most) {
        for (int taken = 0; taken < most && permits.free(tenant) > 0; taken++) {
            permits.take(tenant, UUID.randomUUID(), "simulator");
        }
    }
}
