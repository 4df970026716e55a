package io.outdial.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.TenantId;
import io.outdial.support.SecondLane;
import io.quarkus.runtime.configuration.MemorySize;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Files come and go whole, and no faster than their tenant may. */
@SecondLane
class TransfersTest {

    private static final int RATE = 256 * 1024;
    private static final TenantId ONE = TenantId.next();

    private final Transfers transfers = new Transfers(new Transfers.Settings() {
        @Override
        public MemorySize uploadPerSecond() {
            return new MemorySize(BigInteger.valueOf(RATE));
        }

        @Override
        public MemorySize downloadPerSecond() {
            return new MemorySize(BigInteger.valueOf(RATE));
        }

        @Override
        public Duration patience() {
            return Duration.ofMinutes(1);
        }

        @Override
        public int maxExports() {
            return 1;
        }
    });

    @Test
    void aFileIsReadWholeAndNoFasterThanItMay() throws IOException {
        byte[] file = bytes(RATE + RATE / 2);
        long begun = System.nanoTime();
        assertThat(transfers.upload(ONE, new ByteArrayInputStream(file)).readAllBytes())
                .isEqualTo(file);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(450));
    }

    @Test
    void aFileIsWrittenWholeAndNoFasterThanItMay() throws IOException {
        byte[] file = bytes(RATE + RATE / 2);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        long begun = System.nanoTime();
        transfers.download(ONE, written).write(file);
        assertThat(written.toByteArray()).isEqualTo(file);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(450));
    }

    /** Two files of one tenant share its rate; another tenant's does not wait for them. */
    @Test
    void aTenantDoesNotWaitForAnother() throws IOException {
        transfers.upload(ONE, new ByteArrayInputStream(bytes(RATE))).readAllBytes();
        assertThat(shortest()).isLessThan(Duration.ofMillis(900));
    }

    /** The platform's file is as fast as one tenant's, and keeps none of them waiting. */
    @Test
    void thePlatformCountsAsOneMore() throws IOException {
        byte[] file = bytes(RATE + RATE / 2);
        long begun = System.nanoTime();
        assertThat(transfers.uploadOfPlatform(new ByteArrayInputStream(file)).readAllBytes())
                .isEqualTo(file);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(450));
        assertThat(shortest()).isLessThan(Duration.ofMillis(900));
    }

    /** Of the times that five tenants' first files take; a machine may stall in some of them. */
    private Duration shortest() throws IOException {
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long begun = System.nanoTime();
            transfers
                    .upload(TenantId.next(), new ByteArrayInputStream(bytes(RATE)))
                    .readAllBytes();
            shortest = Math.min(shortest, System.nanoTime() - begun);
        }
        return Duration.ofNanos(shortest);
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
