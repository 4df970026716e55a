package io.outdial.telephony;

import io.smallrye.faulttolerance.api.CircuitBreakerState;
import java.time.Duration;

/**
 * Whether a provider is left alone for now: because its circuit is open, or because it asked for it ({@code Retry-After}). Each
 * replica knows what it was told itself.
 */
final class Circuit {

    /**
     * What is said of a change.
     *
     * @param reason why it opened, the last failure's words; null when it closed
     */
    interface Listener {
        void changed(boolean open, String reason);
    }

    private final long pauseNanos;
    private final Duration longestWait;
    private final Listener listener;

    private volatile CircuitBreakerState state = CircuitBreakerState.CLOSED;
    private volatile long openedAt;
    private volatile String lastFailure;
    private volatile Deadline quietUntil;

    /**
     * @param pause how long nothing is sent once it is open
     * @param longestWait a provider that asks for more gets this
     */
    Circuit(Duration pause, Duration longestWait, Listener listener) {
        this.pauseNanos = pause.toNanos();
        this.longestWait = longestWait;
        this.listener = listener;
    }

    void becomes(CircuitBreakerState next) {
        openedAt = System.nanoTime();
        state = next;
        if (next != CircuitBreakerState.HALF_OPEN) {
            boolean open = next == CircuitBreakerState.OPEN;
            listener.changed(open, open ? lastFailure : null);
        }
    }

    void failed(String why) {
        lastFailure = why;
    }

    /** The provider wants to be left alone; what it asked for before is forgotten, it knows best. */
    void leaveAlone(Duration time) {
        Duration wait = time.compareTo(longestWait) > 0 ? longestWait : time;
        quietUntil = wait.isZero() || wait.isNegative() ? null : Deadline.in(wait);
    }

    /** Whether the provider asked to be left alone and the time is not over. */
    boolean quiet() {
        Deadline until = quietUntil;
        return until != null && !until.passed();
    }

    boolean pausing() {
        return quiet() || (state == CircuitBreakerState.OPEN && System.nanoTime() - openedAt < pauseNanos);
    }

    boolean closed() {
        return state == CircuitBreakerState.CLOSED;
    }

    /** How many calls may be placed now: none while it pauses, one as a probe when an open circuit's pause is over, else any number. */
    int room() {
        return pausing() ? 0 : closed() ? Integer.MAX_VALUE : 1;
    }
}
