package io.outdial.webhook;

import io.outdial.kernel.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * How many messages this replica sends at once: in all, to the endpoints of one tenant, and to one endpoint. A tenant never takes
 * more than a quarter of what is free, so that however many endpoints are slow there is room for the next tenant.
 */
@ApplicationScoped
class Permits {

    private static final int SHARE = 4;

    private final WebhookSettings settings;
    private final Map<TenantId, Integer> tenants = new HashMap<>();
    private final Map<UUID, Integer> endpoints = new HashMap<>();
    private int taken;

    Permits(WebhookSettings settings) {
        this.settings = settings;
    }

    /**
     * Takes permits for one endpoint.
     *
     * @param most how many are wanted
     * @return how many were taken, maybe 0
     */
    synchronized int take(TenantId tenant, UUID endpoint, int most) {
        int free = settings.maxConcurrent() - taken;
        int ofTenant = Math.min(
                settings.maxConcurrentPerTenant() - tenants.getOrDefault(tenant, 0), (free + SHARE - 1) / SHARE);
        int ofEndpoint = settings.maxConcurrentPerEndpoint() - endpoints.getOrDefault(endpoint, 0);
        int granted = Math.max(0, Math.min(most, Math.min(ofTenant, ofEndpoint)));
        add(tenant, endpoint, granted);
        return granted;
    }

    synchronized void giveBack(TenantId tenant, UUID endpoint, int count) {
        add(tenant, endpoint, -count);
    }

    synchronized int taken() {
        return taken;
    }

    synchronized int taken(UUID endpoint) {
        return endpoints.getOrDefault(endpoint, 0);
    }

    private void add(TenantId tenant, UUID endpoint, int count) {
        if (count != 0) {
            taken += count;
            tenants.merge(tenant, count, (a, b) -> a + b == 0 ? null : a + b);
            endpoints.merge(endpoint, count, (a, b) -> a + b == 0 ? null : a + b);
        }
    }
}
