package io.outdial.tenant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.outdial.kernel.TenantId;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * How fast requests of a tenant, and of each of its clients, may begin on this replica: a token bucket that holds a second's
 * worth (Turner, "New directions in communications", 1986). A tenant of three replicas behind a fair balancer has three
 * times as many.
 */
@ApplicationScoped
class RequestRate {

    /** A bucket is full again after a second; who comes back later than this finds a new one. */
    private static final Duration IDLE = Duration.ofMinutes(1);

    private static final int MAX_BUCKETS = 100_000;

    private final Settings settings;
    private final TimeMeter time;
    private final Cache<Key, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MAX_BUCKETS)
            .expireAfterAccess(IDLE)
            .build();

    @Inject
    RequestRate(Settings settings) {
        this(settings, TimeMeter.SYSTEM_NANOTIME);
    }

    RequestRate(Settings settings, TimeMeter time) {
        this.settings = settings;
        this.time = time;
    }

    /** How a tenant's rate is shared. */
    @ConfigMapping(prefix = "outdial.requests")
    interface Settings {
        /** The most of its tenant's rate that one client (a token's subject) may have, so that none shuts out the others. */
        @WithDefault("0.8")
        double clientShare();
    }

    /** @param client null for the whole tenant */
    private record Key(TenantId tenant, String client, int perSecond) {}

    /**
     * Counts a request.
     *
     * @return how long to wait when it is one too many; null when it may begin
     */
    Duration take(TenantId tenant, String client, int perSecond) {
        int ofClient = (int) Math.max(1, Math.min(perSecond, Math.round(perSecond * settings.clientShare())));
        Duration wait = take(new Key(tenant, client, ofClient));
        return wait != null ? wait : take(new Key(tenant, null, perSecond));
    }

    private Duration take(Key key) {
        ConsumptionProbe probe = buckets.get(key, this::bucket).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? null : Duration.ofNanos(probe.getNanosToWaitForRefill());
    }

    private Bucket bucket(Key key) {
        return Bucket.builder()
                .withCustomTimePrecision(time)
                .addLimit(limit -> limit.capacity(key.perSecond).refillGreedy(key.perSecond, Duration.ofSeconds(1)))
                .build();
    }
}
