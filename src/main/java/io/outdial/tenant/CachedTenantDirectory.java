package io.outdial.tenant;

import io.outdial.kernel.TenantId;
import io.outdial.platform.TenantDirectory;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Remembers for a few seconds which tenant a slug means, so that a request does not start with a look-up. */
@ApplicationScoped
class CachedTenantDirectory implements TenantDirectory {

    /** More slugs than this are not tenants but somebody guessing; the memory is dropped rather than grown. */
    private static final int MAX_ENTRIES = 10_000;

    private final TenantStore store;
    private final Clock clock;
    private final Duration life;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final Map<TenantId, RequestBounds> bounds = new ConcurrentHashMap<>();

    CachedTenantDirectory(
            TenantStore store,
            Clock clock,
            @ConfigProperty(name = "outdial.tenant.cache-life", defaultValue = "PT5S") Duration life) {
        this.store = store;
        this.clock = clock;
        this.life = life;
    }

    @Override
    public Uni<Optional<TenantId>> usable(String slug) {
        return find(slug).map(found -> found.map(KnownTenant::id));
    }

    /** The tenant with its limits of requests; empty when it may not use the service. */
    Uni<Optional<KnownTenant>> find(String slug) {
        Entry known = entries.get(slug);
        Instant now = Instant.now(clock);
        if (known != null && known.until.isAfter(now)) {
            return Uni.createFrom().item(known.tenant);
        }
        return store.findBySlug(slug)
                .map(found -> found.filter(tenant -> tenant.status.equals("active"))
                        .map(tenant -> new KnownTenant(
                                new TenantId(tenant.tenantId),
                                new RequestBounds(tenant.maxConcurrentRequests, tenant.requestsPerSecond))))
                .invoke(found -> remember(slug, found, now));
    }

    /** The limits of requests last seen for this tenant. */
    RequestBounds bounds(TenantId tenant) {
        return bounds.getOrDefault(tenant, RequestBounds.DEFAULT);
    }

    void forget(String slug) {
        entries.remove(slug);
    }

    private void remember(String slug, Optional<KnownTenant> found, Instant now) {
        if (entries.size() >= MAX_ENTRIES) {
            entries.clear();
            bounds.clear();
        }
        found.ifPresent(tenant -> bounds.put(tenant.id, tenant.bounds));
        entries.put(slug, new Entry(found, now.plus(life)));
    }

    record KnownTenant(TenantId id, RequestBounds bounds) {}

    /** How many requests may be under way at once, and how many may begin in a second. */
    record RequestBounds(int atOnce, int perSecond) {
        static final RequestBounds DEFAULT = new RequestBounds(
                TenantLimits.DEFAULT.maxConcurrentRequests(), TenantLimits.DEFAULT.requestsPerSecond());
    }

    private record Entry(Optional<KnownTenant> tenant, Instant until) {}
}
