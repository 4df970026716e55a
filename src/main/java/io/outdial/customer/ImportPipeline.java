package io.outdial.customer;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Lets the database write blocks while the next one is read: at most {@link #IN_FLIGHT} at once, and never two that touch
 * the same customer, so that a later row of a file always wins. Used by one thread.
 */
final class ImportPipeline {

    private static final int IN_FLIGHT = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private record Work(Set<String> ids, java.util.concurrent.CompletableFuture<ImportStore.Counts> result) {}

    private final Deque<Work> working = new ArrayDeque<>();
    private final Consumer<ImportStore.Counts> written;

    /** @param written is told, on the using thread, what each block that was written counts */
    ImportPipeline(Consumer<ImportStore.Counts> written) {
        this.written = written;
    }

    /** Begins {@code block}, after waiting for those that stand in its way; throws what one of these failed of. */
    void submit(Set<String> ids, Uni<ImportStore.Counts> block) {
        while (working.size() >= IN_FLIGHT || working.stream().anyMatch(work -> !Collections.disjoint(work.ids, ids))) {
            oldest();
        }
        working.add(new Work(ids, block.subscribeAsCompletionStage()));
    }

    /** Waits for all; throws what the first of them failed of, when all have ended. */
    void drain() {
        RuntimeException failure = null;
        while (!working.isEmpty()) {
            try {
                oldest();
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void oldest() {
        Work work = working.removeFirst();
        written.accept(Uni.createFrom().completionStage(work.result).await().atMost(PATIENCE));
    }
}
