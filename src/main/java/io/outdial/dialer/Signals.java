package io.outdial.dialer;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.TenantId;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.CallEventSink;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;

/** News of calls on their way to the database: bounded, and refusing when full, so that the source slows down. */
@ApplicationScoped
class Signals implements CallEventSink {

    /** A call was accepted, or something happened to it. */
    sealed interface Signal {
        TenantId tenant();

        record Accepted(TenantId tenant, AttemptId attempt, String providerCallId, Instant at) implements Signal {}

        /** @param written told when it is in the database, so that its source may forget it */
        record Happened(CallEvent event, Runnable written) implements Signal {
            @Override
            public TenantId tenant() {
                return event.tenant();
            }
        }
    }

    private static final Runnable NOBODY_WAITS = () -> {};

    private final ArrayBlockingQueue<Signal> queue;
    private volatile Runnable whenOffered = NOBODY_WAITS;

    Signals(DialerSettings settings) {
        this.queue = new ArrayBlockingQueue<>(settings.maxSignals());
    }

    @Override
    public boolean offer(CallEvent event) {
        return offer(event, NOBODY_WAITS);
    }

    @Override
    public boolean offer(CallEvent event, Runnable written) {
        return take(new Signal.Happened(event, written));
    }

    boolean accepted(TenantId tenant, AttemptId attempt, String providerCallId, Instant at) {
        return take(new Signal.Accepted(tenant, attempt, providerCallId, at));
    }

    private boolean take(Signal signal) {
        boolean taken = queue.offer(signal);
        if (taken) {
            whenOffered.run();
        }
        return taken;
    }

    /** @param told of everything that comes in, at once and on whatever thread brings it */
    void whenOffered(Runnable told) {
        whenOffered = told;
    }

    List<Signal> drain(int max) {
        List<Signal> drained = new ArrayList<>();
        queue.drainTo(drained, max);
        return drained;
    }

    int size() {
        return queue.size();
    }

    @Override
    public int room() {
        return queue.remainingCapacity();
    }
}
