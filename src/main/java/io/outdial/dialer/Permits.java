package io.outdial.dialer;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The attempts this replica has claimed and not seen the end of: no more than {@code outdial.dialer.max-calls-in-flight}.
 * Its free room is the demand that drives claiming.
 */
@ApplicationScoped
class Permits {

    private final int max;
    private final Set<UUID> held = ConcurrentHashMap.newKeySet();

    Permits(DialerSettings settings) {
        this.max = settings.maxCallsInFlight();
    }

    int free() {
        return Math.max(0, max - held.size());
    }

    int held() {
        return held.size();
    }

    void take(UUID attempt) {
        held.add(attempt);
    }

    /** Nothing happens when another replica's attempt ends here. */
    void release(UUID attempt) {
        held.remove(attempt);
    }
}
