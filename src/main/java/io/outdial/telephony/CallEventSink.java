package io.outdial.telephony;

/** Where adapters hand events. */
public interface CallEventSink {

    /**
     * Takes an event without blocking.
     *
     * @return false when the buffer is full: offer the event again later, nothing of that call overtaking it
     */
    boolean offer(CallEvent event);
}
