package io.outdial.telephony;

import java.time.Duration;

/**
 * A moment on this process's monotonic clock, which goes on while the process is paused and which nobody sets. It means
 * nothing in another process.
 *
 * @param nanoTime as {@link System#nanoTime()} tells it
 */
public record Deadline(long nanoTime) {

    /** This long after {@code began}, a reading of {@link System#nanoTime()}. */
    public static Deadline after(long began, Duration time) {
        return new Deadline(began + time.toNanos());
    }

    /** This long from now. */
    public static Deadline in(Duration time) {
        return after(System.nanoTime(), time);
    }

    public boolean passed() {
        return System.nanoTime() - nanoTime > 0;
    }
}
