package io.outdial.customer;

import io.outdial.kernel.TenantId;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The signs of life of this replica's imports, also while a client sends nothing; without them an import is failed. */
@ApplicationScoped
class ImportBeats {

    private final ImportStore imports;
    private final Clock clock;
    private final Duration silence;
    private final Map<UUID, TenantId> running = new ConcurrentHashMap<>();

    ImportBeats(
            ImportStore imports,
            Clock clock,
            @ConfigProperty(name = "outdial.imports.give-up-after", defaultValue = "PT2M") Duration silence) {
        this.imports = imports;
        this.clock = clock;
        this.silence = silence;
    }

    void begin(TenantId tenant, UUID id) {
        running.put(id, tenant);
    }

    void end(UUID id) {
        running.remove(id);
    }

    /** An import whose last sign of life is before this instant has no replica any more. */
    Instant silentSince(Instant now) {
        return now.minus(silence);
    }

    @Scheduled(every = "{outdial.imports.heartbeat}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> beat() {
        return Multi.createFrom()
                .iterable(Map.copyOf(running).entrySet())
                .onItem()
                .transformToUniAndConcatenate(each -> imports.beat(each.getValue(), each.getKey(), Instant.now(clock))
                        .onFailure()
                        .recoverWithNull())
                .onItem()
                .ignoreAsUni();
    }
}
