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

        record Happened(CallEvent event) implements Signal {
            @Override
            public TenantId tenant() {
                return event.tenant();
            }
        }
    }

    private final ArrayBlockingQueue<Signal> queue;

    Signals(DialerSettings settings) {
        this.queue = new ArrayBlockingQueue<>(settings.maxSignals());
    }

    @Override
    public boolean offer(CallEvent event) {
        return queue.offer(new Signal.Happened(event));
    }

    boolean accepted(TenantId tenant, AttemptId attempt, String providerCallId, Instant at) {
        return queue.offer(new Signal.Accepted(tenant, attempt, providerCallId, at));
    }

    List<Signal> drain(int max) {
        List<Signal> drained = new ArrayList<>();
        queue.drainTo(drained, max);
        return drained;
    }

    int size() {
        return queue.size();
    }

    int room() {
        return queue.remainingCapacity();
    }
}
