package io.outdial.telephony.simulator;

import io.outdial.telephony.CallEvent;
import io.outdial.telephony.CallEventSink;
import java.util.ArrayDeque;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Events on their way to the sink, in order. When the sink is full the oldest is offered again a little later and
 * everything behind it waits. Used by the simulator's thread only, except {@link #size}.
 */
final class Outbox {

    private static final Logger LOG = Logger.getLogger(Outbox.class.getName());
    private static final long AGAIN_MILLIS = 10;
    private static final long AFTER_ERROR_MILLIS = 1_000;

    private final ArrayDeque<CallEvent> waiting = new ArrayDeque<>();
    private final CallEventSink sink;
    private final ScheduledExecutorService timers;
    private boolean pausing;
    private volatile int size;

    Outbox(CallEventSink sink, ScheduledExecutorService timers) {
        this.sink = sink;
        this.timers = timers;
    }

    void send(CallEvent event) {
        waiting.add(event);
        size = waiting.size();
        if (!pausing) {
            drain();
        }
    }

    int size() {
        return size;
    }

    private void drain() {
        pausing = false;
        try {
            while (!waiting.isEmpty() && sink.offer(waiting.peek())) {
                waiting.remove();
            }
            size = waiting.size();
            if (!waiting.isEmpty()) {
                again(AGAIN_MILLIS);
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the sink of call events failed; its event is offered again", e);
            again(AFTER_ERROR_MILLIS);
        }
    }

    private void again(long millis) {
        pausing = true;
        Future<?> unused = timers.schedule(this::drain, millis, TimeUnit.MILLISECONDS);
    }
}
