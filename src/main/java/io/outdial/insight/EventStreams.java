package io.outdial.insight;

import io.outdial.kernel.TenantId;
import io.outdial.platform.Places;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;

/** Holds each tenant to a number of open event streams on this replica. */
@ApplicationScoped
class EventStreams {

    private final int maxPerTenant;
    private final Places<TenantId> open = new Places<>();

    EventStreams(EventSettings settings) {
        this.maxPerTenant = settings.maxStreamsPerTenant();
    }

    /** @throws Problem 429 when the tenant has as many as it may */
    void requirePlace(TenantId tenant) {
        if (open.isFull(tenant, maxPerTenant)) {
            throw full();
        }
    }

    /** The stream, counted while it is watched; it fails when another took the last place in the meantime. */
    <T> Multi<T> counted(TenantId tenant, Multi<T> stream) {
        return Multi.createFrom()
                .deferred(() -> open.take(tenant, maxPerTenant)
                        ? stream.onTermination().invoke(() -> open.leave(tenant))
                        : Multi.createFrom().failure(full()));
    }

    private static Problem full() {
        return new Problem(ProblemType.TOO_MANY_REQUESTS, "Your tenant has too many event streams open; close one.");
    }
}
