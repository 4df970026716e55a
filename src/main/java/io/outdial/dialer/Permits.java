package io.outdial.dialer;

import io.outdial.kernel.TenantId;
import io.outdial.telephony.Connections;
import io.outdial.telephony.GuardedTelephony;
import io.outdial.telephony.TelephonyGateway;
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

    private static final int MOST_OF_FREE = 4;

    private final int max;
    /** The adapter that the installation has for everybody; connections of tenants are providers of their own. */
    private final GuardedTelephony telephony;

    private final Connections connections;

    private final Map<UUID, Held> held = new ConcurrentHashMap<>();
    private final Map<TenantId, Integer> byTenant = new ConcurrentHashMap<>();

    Permits(DialerSettings settings, GuardedTelephony telephony, Connections connections) {
        this.max = settings.maxCallsInFlight();
        this.telephony = telephony;
        this.connections = connections;
    }

    private record Held(TenantId tenant, String connection) {}

    int free() {
        return Math.max(0, max - held.size());
    }

    /**
     * What this tenant may take of what is free: so much that it does not hold more than four times what stays free for the
     * others (a dynamic threshold, A. K. Choudhury and E. L. Hahne, 1998). A tenant alone gets four fifths of all; whoever
     * comes later always finds room.
     */
    int free(TenantId tenant) {
        int free = free();
        int holds = byTenant.getOrDefault(tenant, 0);
        int fair = (MOST_OF_FREE * free - holds) / (MOST_OF_FREE + 1);
        return holds == 0 && free > 0 ? Math.max(1, fair) : Math.max(0, fair);
    }

    int held() {
        return held.size();
    }

    /** What is held now, by tenant. */
    Map<TenantId, List<UUID>> byTenant() {
        Map<TenantId, List<UUID>> attempts = new HashMap<>();
        held.forEach((attempt, each) -> attempts.computeIfAbsent(each.tenant(), any -> new ArrayList<>())
                .add(attempt));
        return attempts;
    }

    /** @param connection the key of the attempt's connection */
    void take(TenantId tenant, UUID attempt, String connection) {
        if (held.put(attempt, new Held(tenant, connection)) == null) {
            byTenant.merge(tenant, 1, Integer::sum);
        }
    }

    /** The provider has the call, and that is written. */
    void placed(UUID attempt) {
        Held known = held.get(attempt);
        if (known != null && outlivesReplica(known.tenant(), known.connection())) {
            release(attempt);
        }
    }

    private boolean outlivesReplica(TenantId tenant, String connection) {
        TelephonyGateway builtIn = telephony.gateway();
        return connection.equals(builtIn.name())
                ? builtIn.capabilities().outlivesReplica()
                : connections
                        .known(tenant, connection)
                        .map(each -> each.gateway().capabilities().outlivesReplica())
                        .orElse(true);
    }

    /** Nothing happens when another replica's attempt ends here. */
    void release(UUID attempt) {
        Held ended = held.remove(attempt);
        if (ended != null) {
            byTenant.computeIfPresent(ended.tenant(), (any, count) -> count == 1 ? null : count - 1);
        }
    }
}
