package io.outdial.campaign;

import io.outdial.kernel.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The tenants whose campaigns this replica has started or called for: what it reports about. A set of ids, no more. */
@ApplicationScoped
public class ActiveTenants {

    private final Set<TenantId> tenants = ConcurrentHashMap.newKeySet();

    void seen(TenantId tenant) {
        tenants.add(tenant);
    }

    /** As of now. */
    public Set<TenantId> all() {
        return Set.copyOf(tenants);
    }

    /** The tenant has no campaign active or paused; it is back as soon as this replica sees one. */
    public void forget(TenantId tenant) {
        tenants.remove(tenant);
    }
}
