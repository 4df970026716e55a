package io.outdial.telephony;

/** Where adapters hand events. */
public interface CallEventSink {

    /**
     * Takes an event without blocking.
     *
     * @return false when the buffer is full: offer the event again later, nothing of that call overtaking it
     */
    boolean offer(CallEvent event);

    /**
     * Takes an event whose source keeps it until it is safe.
     *
     * @param written runs once the event is in the database, on any thread; never runs when this process dies before
     * @return as {@link #offer(CallEvent)}
     */
    default boolean offer(CallEvent event, Runnable written) {
        boolean taken = offer(event);
        if (taken) {
            written.run();
        }
        return taken;
    }

    /** How many events would be taken now; a source that can wait asks for no more. */
    default int room() {
        return Integer.MAX_VALUE;
    }
}
