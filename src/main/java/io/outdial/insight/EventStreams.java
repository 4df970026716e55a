package io.outdial.insight;

import io.outdial.kernel.TenantId;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Holds each tenant to a number of open event streams on this replica. */
@ApplicationScoped
class EventStreams {

    private final int maxPerTenant;
    private final Map<TenantId, AtomicInteger> open = new ConcurrentHashMap<>();

    EventStreams(
            @ConfigProperty(name = "outdial.events.max-streams-per-tenant", defaultValue = "100") int maxPerTenant) {
        this.maxPerTenant = maxPerTenant;
    }

    /** @throws Problem 429 when the tenant has as many as it may */
    void requirePlace(TenantId tenant) {
        AtomicInteger count = open.get(tenant);
        if (count != null && count.get() >= maxPerTenant) {
            throw full();
        }
    }

    /** The stream, counted while it is watched; it fails when another took the last place in the meantime. */
    <T> Multi<T> counted(TenantId tenant, Multi<T> stream) {
        return Multi.createFrom().deferred(() -> {
            AtomicInteger count = open.computeIfAbsent(tenant, any -> new AtomicInteger());
            if (count.incrementAndGet() > maxPerTenant) {
                count.decrementAndGet();
                return Multi.createFrom().failure(full());
            }
            return stream.onTermination().invoke(count::decrementAndGet);
        });
    }

    private static Problem full() {
        return new Problem(ProblemType.TOO_MANY_REQUESTS, "Your tenant has too many event streams open; close one.");
    }
}
