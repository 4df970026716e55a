package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SlotCountsTest {

    @Test
    void aCallIsCountedInTheQuarterOfAnHourInWhichItEnded() {
        assertThat(begin("2026-03-01T09:00:00Z")).isEqualTo("2026-03-01T09:00:00Z");
        assertThat(begin("2026-03-01T09:14:59.999Z")).isEqualTo("2026-03-01T09:00:00Z");
        assertThat(begin("2026-03-01T09:15:00Z")).isEqualTo("2026-03-01T09:15:00Z");
        assertThat(begin("1969-12-31T23:59:59Z")).isEqualTo("1969-12-31T23:45:00Z");
    }

    private static String begin(String ended) {
        return SlotCounts.Slot.of(new UUID(0, 1), Instant.parse(ended), "Asia/Riyadh")
                .begin()
                .toString();
    }
}
