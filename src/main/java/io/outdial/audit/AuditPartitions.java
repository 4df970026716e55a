package io.outdial.audit;

import io.outdial.platform.MonthPartitions;
import io.outdial.platform.SchemaVersion;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/** Keeps the monthly partitions of the audit log for as long as {@code outdial.audit.keep} says. */
@ApplicationScoped
class AuditPartitions {

    private final MonthPartitions partitions;
    private final AuditSettings settings;
    private final Clock clock;

    AuditPartitions(MonthPartitions partitions, AuditSettings settings, Clock clock) {
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
        return partitions.keepQuietly("audit_entry", now, now.minus(settings.keep()));
    }
}
