package io.outdial.dialer;

import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.sdk.trace.IdGenerator;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Ids of traces: a call's trace is named as its attempt, so that every replica knows it, and who has a call's id finds its trace,
 * and nothing has to be stored beside the attempt. All else gets random ids.
 */
@Singleton
class CallTraceIds implements IdGenerator {

    private static final ThreadLocal<UUID> CALL = new ThreadLocal<>();

    /** The 128 bits of the attempt. */
    static String trace(UUID attempt) {
        return TraceId.fromLongs(attempt.getMostSignificantBits(), attempt.getLeastSignificantBits());
    }

    /** The id of the span that is the whole call: the attempt's random half, which is never zero. */
    static String root(UUID attempt) {
        return SpanId.fromLong(attempt.getLeastSignificantBits());
    }

    /** Runs what starts the span of the whole call. */
    static <T> T as(UUID attempt, Supplier<T> start) {
        CALL.set(attempt);
        try {
            return start.get();
        } finally {
            CALL.remove();
        }
    }

    @Override
    public String generateSpanId() {
        UUID call = CALL.get();
        return call == null ? IdGenerator.random().generateSpanId() : root(call);
    }

    @Override
    public String generateTraceId() {
        UUID call = CALL.get();
        return call == null ? IdGenerator.random().generateTraceId() : trace(call);
    }
}
