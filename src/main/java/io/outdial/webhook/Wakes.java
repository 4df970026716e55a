package io.outdial.webhook;

import io.outdial.kernel.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tenants for whose webhooks something happened since they were looked at. A hint in memory and no more: it may come before its
 * transaction commits and is lost with the process; {@link DueStore} says why nothing is missed then.
 */
@ApplicationScoped
class Wakes {

    private final Set<TenantId> waiting = ConcurrentHashMap.newKeySet();

    void wake(TenantId tenant) {
        waiting.add(tenant);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Takes all that wait. */
    Set<TenantId> take() {
        Set<TenantId> taken = Set.copyOf(waiting);
        waiting.removeAll(taken);
        return taken;
    }
}
