package io.outdial.dialer;

import io.outdial.platform.MonthPartitions;
import io.outdial.platform.SchemaVersion;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/** Keeps the monthly partitions of ended attempts for as long as {@code outdial.dialer.keep-attempts} says. */
@ApplicationScoped
class AttemptPartitions {

    private final MonthPartitions partitions;
    private final DialerSettings settings;
    private final Clock clock;

    AttemptPartitions(MonthPartitions partitions, DialerSettings settings, Clock clock) {
        this.partitions = partitions;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(
            every = "6h",
            delayed = "1m",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = SchemaVersion.IsBehind.class)
    Uni<Void> keep() {
        Instant now = Instant.now(clock);
        return partitions.keepQuietly(
                "attempt", now, settings.keepAttempts().map(now::minus).orElse(null));
    }
}
