package io.outdial.platform;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;

/**
 * How long who is refused waits for the answer. A few refusals a second are answered at once: a client that overshoots once
 * should hear of it. Who goes on waits for each of them, so that a connection that asks again as soon as it is answered is refused
 * once or twice a second and not some thousand times. Only so many wait at once; who comes on top loses the connection.
 */
final class RefusalPace {

    /** Longer would meet other ends of patience: proxies', the one for bodies, a stop of the service. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final int MAX_CALLERS = 100_000;

    private final Settings settings;
    private final TimeMeter time;
    private final DoubleSupplier random;
    private final Cache<Object, Bucket> free = Caffeine.newBuilder()
            .maximumSize(MAX_CALLERS)
            .expireAfterAccess(IDLE)
            .build();
    private final Places<Object> held = new Places<>();
    private final AtomicInteger all = new AtomicInteger();

    /** @param random between 0 and 1 */
    RefusalPace(Settings settings, TimeMeter time, DoubleSupplier random) {
        this.settings = settings;
        this.time = time;
        this.random = random;
    }

    /** What refusals cost those who are refused again and again. */
    @ConfigMapping(prefix = "outdial.refusals")
    interface Settings {

        /** Refusals of one caller in a second that are answered at once. */
        @WithDefault("10")
        int atOncePerSecond();

        /** How long any further one waits for its answer at most, and at least half of it; 10 seconds at most, 0 for no wait. */
        @WithDefault("PT1S")
        Duration hold();

        /** Refusals of one tenant, or of one address without a token, that wait at once on this replica. */
        @WithDefault("200")
        int maxHeldPerCaller();

        /** Refusals that wait at once on this replica. */
        @WithDefault("2000")
        int maxHeld();
    }

    /** What becomes of a refusal. */
    enum Way {
        /** Answered now. */
        AT_ONCE,
        /** Answered after its time, with a place taken until then. */
        HELD,
        /** Answered now, and the connection ends. */
        LAST
    }

    /** @param hold zero unless held */
    record Verdict(Way way, Duration hold) {}

    /**
     * Judges one refusal. Who is {@linkplain Way#HELD held} takes a place, which is {@linkplain #leave left} once.
     *
     * @param group whose places are counted together: a tenant, or an address
     * @param caller whose refusals a second are counted: one client of the tenant, or the same address
     */
    Verdict refuse(Object group, Object caller) {
        Duration most = settings.hold().compareTo(LONGEST) < 0 ? settings.hold() : LONGEST;
        if (most.isZero() || free.get(caller, any -> bucket()).tryConsume(1)) {
            return new Verdict(Way.AT_ONCE, Duration.ZERO);
        }
        if (all.incrementAndGet() > settings.maxHeld()) {
            all.decrementAndGet();
            return new Verdict(Way.LAST, Duration.ZERO);
        }
        if (!held.take(group, settings.maxHeldPerCaller())) {
            all.decrementAndGet();
            return new Verdict(Way.LAST, Duration.ZERO);
        }
        // Not all for the same time: those who were refused together would come back together.
        return new Verdict(Way.HELD, Duration.ofNanos((long) (most.toNanos() * (1 + random.getAsDouble()) / 2)));
    }

    void leave(Object group) {
        held.leave(group);
        all.decrementAndGet();
    }

    int held() {
        return all.get();
    }

    private Bucket bucket() {
        int rate = Math.max(1, settings.atOncePerSecond());
        return Bucket.builder()
                .withCustomTimePrecision(time)
                .addLimit(limit -> limit.capacity(rate).refillGreedy(rate, Duration.ofSeconds(1)))
                .build();
    }
}
