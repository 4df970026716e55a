package io.outdial.platform;

import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import java.util.Optional;

/**
 * Who makes the request that is being served, for records of who did what. It travels with the request's context, so that
 * no signature carries it.
 *
 * @param actor who it is, see {@link Caller#subjectOf}
 * @param address where the request came from; a proxy's word when the service is set to believe its proxy
 * @param requestId as the client or the proxy named the request; null when it has no name
 */
public record Requester(String actor, String address, String requestId) {

    private static final String KEY = "outdial.requester";

    /** Empty when no request is served: the engine acts by itself. */
    public static Optional<Requester> current() {
        return VertxContext.isOnDuplicatedContext() ? ContextLocals.get(KEY) : Optional.empty();
    }

    /** From now on this is who makes the request. */
    void serve() {
        ContextLocals.put(KEY, this);
    }
}
