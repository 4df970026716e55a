package io.outdial.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A slow line is waited for, a slow client is not. */
class SteadyBodyTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private long now;

    @Test
    void aByteASecondIsCutOffAfterAMinuteOrSo() {
        assertThatThrownBy(() -> sent(1, Duration.ofSeconds(1)).readAllBytes())
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.type()).isEqualTo(ProblemType.REQUEST_TIMEOUT));
        assertThat(Duration.ofNanos(now)).isBetween(PATIENCE, PATIENCE.plusSeconds(2));
    }

    @Test
    void aSlowLineIsWaitedForToTheEnd() throws IOException {
        assertThat(sent(2048, Duration.ofSeconds(1)).readAllBytes()).hasSize(1_000_000);
    }

    @Test
    void longBreaksAreForgivenToWhoSendsMuch() throws IOException {
        assertThat(sent(50_000, Duration.ofSeconds(3)).readAllBytes()).hasSize(1_000_000);
    }

    @Test
    void singleBytesCountLikeAnyOthers() {
        InputStream slow = sent(1, Duration.ofSeconds(1));
        assertThatThrownBy(() -> {
                    while (slow.read() >= 0) {}
                })
                .isInstanceOf(Problem.class);
    }

    /** A million bytes, so many at a time, each time after a pause. */
    private InputStream sent(int bytes, Duration pause) {
        return new SteadyBody(
                new ByteArrayInputStream(new byte[1_000_000]) {
                    @Override
                    public synchronized int read() {
                        now += pause.toNanos();
                        return super.read();
                    }

                    @Override
                    public synchronized int read(byte[] into, int from, int length) {
                        if (available() > 0) {
                            now += pause.toNanos();
                        }
                        return super.read(into, from, Math.min(length, bytes));
                    }

                    @Override
                    public byte[] readAllBytes() {
                        throw new UnsupportedOperationException();
                    }
                },
                PATIENCE,
                () -> now);
    }
}
