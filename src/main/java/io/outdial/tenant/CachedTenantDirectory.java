package io.outdial.tenant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.outdial.kernel.TenantId;
import io.outdial.platform.TenantDirectory;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Remembers for a few seconds which tenant a slug means, so that a request does not start with a look-up. */
@ApplicationScoped
class CachedTenantDirectory implements TenantDirectory {

    /** More slugs than this are not tenants but somebody guessing. */
    private static final int MAX_ENTRIES = 10_000;

    private final TenantStore store;
    private final Cache<String, Optional<KnownTenant>> entries;
    private final Cache<TenantId, RequestBounds> bounds =
            Caffeine.newBuilder().maximumSize(MAX_ENTRIES).build();

    CachedTenantDirectory(
            TenantStore store,
            Clock clock,
            @ConfigProperty(name = "outdial.tenant.cache-life", defaultValue = "PT5S") Duration life) {
        this.store = store;
        this.entries = Caffeine.newBuilder()
                .maximumSize(MAX_ENTRIES)
                .expireAfterWrite(life)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    @Override
    public Uni<Optional<TenantId>> usable(String slug) {
        return find(slug).map(found -> found.map(KnownTenant::id));
    }

    /** The tenant with its limits of requests; empty when it may not use the service. */
    Uni<Optional<KnownTenant>> find(String slug) {
        Optional<KnownTenant> known = entries.getIfPresent(slug);
        if (known != null) {
            return Uni.createFrom().item(known);
        }
        return store.findBySlug(slug)
                .map(found -> found.filter(tenant -> tenant.status.equals("active"))
                        .map(tenant -> new KnownTenant(
                                new TenantId(tenant.tenantId),
                                new RequestBounds(tenant.maxConcurrentRequests, tenant.requestsPerSecond))))
                .invoke(found -> remember(slug, found));
    }

    /** The limits of requests last seen for this tenant. */
    RequestBounds bounds(TenantId tenant) {
        RequestBounds known = bounds.getIfPresent(tenant);
        return known == null ? RequestBounds.DEFAULT : known;
    }

    void forget(String slug) {
        entries.invalidate(slug);
    }

    private void remember(String slug, Optional<KnownTenant> found) {
        found.ifPresent(tenant -> bounds.put(tenant.id, tenant.bounds));
        entries.put(slug, found);
    }

    record KnownTenant(TenantId id, RequestBounds bounds) {}

    /** How many requests may be under way at once, and how many may begin in a second. */
    record RequestBounds(int atOnce, int perSecond) {
        static final RequestBounds DEFAULT = new RequestBounds(
                TenantLimits.DEFAULT.maxConcurrentRequests(), TenantLimits.DEFAULT.requestsPerSecond());
    }
}
