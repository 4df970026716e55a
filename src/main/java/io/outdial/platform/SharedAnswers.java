package io.outdial.platform;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** For answers that several requests wait for: whoever asked second goes on where it asked, not where the first one was. */
public final class SharedAnswers {

    private SharedAnswers() {}

    /** The answer on the context of whoever calls this. */
    public static <T> Uni<T> here(Uni<T> shared) {
        Context caller = Vertx.currentContext();
        return caller == null
                ? shared
                : shared.emitOn(task -> {
                    if (Vertx.currentContext() == caller) {
                        task.run();
                    } else {
                        caller.runOnContext(ignored -> task.run());
                    }
                });
    }
}
