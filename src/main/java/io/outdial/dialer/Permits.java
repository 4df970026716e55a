package io.outdial.dialer;

import io.outdial.kernel.TenantId;
import io.outdial.telephony.GuardedTelephony;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The attempts that occupy this replica: no more than {@code outdial.dialer.max-calls-in-flight}. Its free room is the
 * demand that drives claiming. An attempt occupies it from its claim to its end; where calls outlive the replica that
 * placed them, only until the provider's answer is written, because any replica may be told of the end.
 */
@ApplicationScoped
class Permits {

    private final int max;
    private final GuardedTelephony telephony;
    private final Map<UUID, TenantId> held = new ConcurrentHashMap<>();

    Permits(DialerSettings settings, GuardedTelephony telephony) {
        this.max = settings.maxCallsInFlight();
        this.telephony = telephony;
    }

    int free() {
        return Math.max(0, max - held.size());
    }

    int held() {
        return held.size();
    }

    /** What is held now, by tenant. */
    Map<TenantId, List<UUID>> byTenant() {
        Map<TenantId, List<UUID>> attempts = new HashMap<>();
        held.forEach((attempt, tenant) ->
                attempts.computeIfAbsent(tenant, any -> new ArrayList<>()).add(attempt));
        return attempts;
    }

    void take(TenantId tenant, UUID attempt) {
        held.put(attempt, tenant);
    }

    /** The provider has the call, and that is written. */
    void placed(UUID attempt) {
        if (telephony.gateway().capabilities().outlivesReplica()) {
            held.remove(attempt);
        }
    }

    /** Nothing happens when another replica's attempt ends here. */
    void release(UUID attempt) {
        held.remove(attempt);
    }
}
