package io.outdial.customer;

import io.outdial.kernel.TenantId;
import io.outdial.platform.Problem;
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
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The imports of this replica: no more than it may have, and their signs of life, also while a client sends nothing; without
 * them an import is failed.
 */
@ApplicationScoped
class ImportBeats {

    /** An import takes seconds to minutes. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final ImportStore imports;
    private final Clock clock;
    private final Duration silence;
    private final int most;
    private final Map<UUID, TenantId> running = new ConcurrentHashMap<>();
    private final Semaphore free;

    ImportBeats(
            ImportStore imports,
            Clock clock,
            @ConfigProperty(name = "outdial.imports.give-up-after", defaultValue = "PT2M") Duration silence,
            @ConfigProperty(name = "outdial.imports.max-running", defaultValue = "4") int total,
            @ConfigProperty(name = "outdial.imports.max-running-per-tenant", defaultValue = "2") int most) {
        this.imports = imports;
        this.clock = clock;
        this.silence = silence;
        this.most = most;
        this.free = new Semaphore(total);
    }

    /** How many imports a tenant may have running on all replicas. */
    int mostOfATenant() {
        return most;
    }

    /**
     * Takes a place on this replica: each import has a thread and two connections, and the rest of both is for calling.
     *
     * @throws Problem 429 when all are taken
     */
    void enter() {
        if (!free.tryAcquire()) {
            throw tooMany("As many imports are running here as may; try again soon.");
        }
    }

    /** Gives the place back. */
    void leave() {
        free.release();
    }

    static Problem tooMany(String detail) {
        return Problem.tooMany(detail, RETRY_AFTER);
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
