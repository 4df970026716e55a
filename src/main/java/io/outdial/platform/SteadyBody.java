package io.outdial.platform;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A file whose sender is waited for only so long: a minute or so in all, and a second more for each kibibyte that has come. Who
 * sends steadily never notices; who sends a byte now and then, to keep a worker thread and a place among the imports, is cut off.
 * Only time spent waiting for the sender counts.
 */
final class SteadyBody extends FilterInputStream {

    /** Slower than any line that a file is sent over. */
    static final long LEAST_BYTES_PER_SECOND = 1024;

    private static final long NANOS_PER_BYTE = Duration.ofSeconds(1).toNanos() / LEAST_BYTES_PER_SECOND;

    private final LongSupplier nanoTime;
    private long patienceNanos;

    /**
     * @param patience what the sender may keep the reader waiting beyond the least rate, in all
     * @param nanoTime the clock of {@link System#nanoTime()}
     */
    SteadyBody(InputStream body, Duration patience, LongSupplier nanoTime) {
        super(body);
        this.patienceNanos = patience.toNanos();
        this.nanoTime = nanoTime;
    }

    @Override
    public int read() throws IOException {
        long begun = nanoTime.getAsLong();
        int read = in.read();
        waited(begun, read < 0 ? 0 : 1);
        return read;
    }

    /** @throws Problem 408 when the sender is too slow */
    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        long begun = nanoTime.getAsLong();
        int read = in.read(into, from, length);
        waited(begun, Math.max(0, read));
        return read;
    }

    private void waited(long begun, int bytes) {
        patienceNanos += bytes * NANOS_PER_BYTE - (nanoTime.getAsLong() - begun);
        if (patienceNanos < 0) {
            throw new Problem(ProblemType.REQUEST_TIMEOUT, "The file comes too slowly; send it at a steady rate.");
        }
    }
}
