package io.outdial.platform;

import io.outdial.kernel.TenantId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many of something each tenant has under way on this replica. A tenant that has none takes no memory. */
public final class Places {

    private final Map<TenantId, Integer> taken = new ConcurrentHashMap<>();

    /** Takes one; false when the tenant has {@code most} already. Who took one {@linkplain #leave leaves} it once. */
    public boolean take(TenantId tenant, int most) {
        boolean[] fits = new boolean[1];
        taken.compute(tenant, (any, before) -> {
            int has = before == null ? 0 : before;
            fits[0] = has < most;
            return fits[0] ? Integer.valueOf(has + 1) : before;
        });
        return fits[0];
    }

    public void leave(TenantId tenant) {
        taken.computeIfPresent(tenant, (any, has) -> has == 1 ? null : has - 1);
    }

    /** Whether {@link #take} would fail at this moment. */
    public boolean isFull(TenantId tenant, int most) {
        return taken.getOrDefault(tenant, 0) >= most;
    }
}
