package io.outdial.support;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What is done while a test goes on, on a thread of its own. It has the class loader of who asks, and so the configuration of
 * the application; threads of the common pool have not, from Java 25 on.
 */
public final class Beside {

    private Beside() {}

    public static <T> CompletableFuture<T> supply(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> new Thread(task, "beside a test").start());
    }

    public static CompletableFuture<Void> run(Runnable work) {
        return supply(() -> {
            work.run();
            return null;
        });
    }
}
