package io.outdial.telephony;

import io.outdial.kernel.Outcome;
import io.outdial.platform.NotSent;
import io.smallrye.faulttolerance.api.RateLimitException;
import io.smallrye.faulttolerance.api.RateLimitType;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * Sends create requests within a timeout, the circuit and the bounds of a connection, and again only where that is provably
 * harmless.
 */
final class CarefulSender {

    private static final int MAX_RETRIES = 2;
    private static final long RETRY_MILLIS = 150;
    private static final List<Class<? extends Throwable>> NOT_THE_PROVIDERS_FAULT =
            List.of(RateLimitException.class, BulkheadException.class);

    private final TelephonyGateway gateway;
    private final Circuit circuit;
    private final Clock clock;
    private final ConfigErrors configErrors = new ConfigErrors();
    private final TypedGuard<Uni<Placed>> guard;
    private final long answerMillis;
    private final boolean resends;

    CarefulSender(
            TelephonyGateway gateway,
            Circuit circuit,
            TelephonySettings settings,
            GuardedTelephony.Bounds bounds,
            Clock clock) {
        this.gateway = gateway;
        this.circuit = circuit;
        this.clock = clock;
        resends = bounds.resends();
        answerMillis = settings.placeTimeout().toMillis();
        var builder = TypedGuard.create(new TypeLiteral<Uni<Placed>>() {})
                .withDescription("place a call by " + gateway.name())
                .withTimeout()
                .duration(answerMillis, ChronoUnit.MILLIS)
                .done()
                .withCircuitBreaker()
                .requestVolumeThreshold(settings.breaker().window())
                .failureRatio(settings.breaker().failureRatio())
                .delay(settings.breaker().delay().toMillis(), ChronoUnit.MILLIS)
                .skipOn(NOT_THE_PROVIDERS_FAULT)
                .onStateChange(circuit::becomes)
                .done()
                .withRetry()
                .maxRetries(MAX_RETRIES)
                .delay(RETRY_MILLIS, ChronoUnit.MILLIS)
                .jitter(RETRY_MILLIS / 2, ChronoUnit.MILLIS)
                .whenException(this::mayBeSentAgain)
                .done();
        if (bounds.callsPerSecond() != null) {
            builder = builder.withRateLimit()
                    .type(RateLimitType.ROLLING)
                    .limit(bounds.callsPerSecond())
                    .window(1, ChronoUnit.SECONDS)
                    .done();
        }
        if (bounds.concurrentRequests() != null) {
            builder = builder.withBulkhead()
                    .limit(bounds.concurrentRequests())
                    .queueSize(bounds.concurrentRequests())
                    .done();
        }
        guard = builder.build();
    }

    /** Whether it was held back by a bound of ours. */
    static boolean isOverLimit(Throwable failure) {
        return NOT_THE_PROVIDERS_FAULT.contains(failure.getClass());
    }

    /** @param open counts requests of which nobody knows whether they arrived */
    Uni<Placed> send(CallRequest request, AtomicInteger open) {
        return guard.get(() -> sendOnce(request, open));
    }

    /** As {@link GuardedTelephony#misconfiguredSince}. */
    Optional<Instant> misconfiguredSince(Instant now) {
        return configErrors.since(now);
    }

    /** As {@link GuardedTelephony#answersWithin}. */
    Duration answersWithin() {
        return resends && gateway.capabilities().idempotent() ? resendWithin() : Duration.ofMillis(answerMillis);
    }

    /**
     * A refusal for reasons of configuration is an answer to the caller and a failure to the breaker.
     *
     * @param open requests of which nobody knows whether they arrived
     */
    private Uni<Placed> sendOnce(CallRequest request, AtomicInteger open) {
        return Uni.createFrom()
                .deferred(() -> {
                    open.incrementAndGet();
                    return gateway.place(request);
                })
                .onFailure()
                .invoke(failure -> {
                    circuit.failed(failure.getMessage());
                    if (failure instanceof NotSent) {
                        open.decrementAndGet();
                    } else if (failure instanceof UnclearAnswer unclear && unclear.retryAfter() != null) {
                        circuit.leaveAlone(unclear.retryAfter());
                    }
                })
                .invoke(placed -> {
                    open.decrementAndGet();
                    if (placed instanceof Placed.Refused refused && refused.retryAfter() != null) {
                        circuit.leaveAlone(refused.retryAfter());
                    }
                    if (placed instanceof Placed.Refused refused && refused.outcome() == Outcome.CONFIG_ERROR) {
                        configErrors.refused(clock.instant());
                        circuit.failed(refused.reason());
                        throw new Misconfigured(refused);
                    }
                    configErrors.answered();
                });
    }

    /** Whether sending the request once more can make no second call. */
    private boolean mayBeSentAgain(Throwable failure) {
        if (circuit.quiet()) {
            return false;
        }
        if (failure instanceof NotSent) {
            return true;
        }
        boolean mayHaveArrived = !(failure instanceof Misconfigured)
                && !(failure instanceof CircuitBreakerOpenException)
                && !isOverLimit(failure);
        return resends
                && mayHaveArrived
                && gateway.capabilities().idempotencyWindow().compareTo(resendWithin()) >= 0;
    }

    /** The longest from the first request to the last. */
    private Duration resendWithin() {
        return Duration.ofMillis((MAX_RETRIES + 1) * (answerMillis + 2 * RETRY_MILLIS));
    }

    /** A refusal for reasons of configuration, which the circuit counts as a failure. */
    static final class Misconfigured extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient Placed.Refused refused;

        Misconfigured(Placed.Refused refused) {
            super(refused.reason(), null, false, false);
            this.refused = refused;
        }

        Placed.Refused refused() {
            return refused;
        }
    }
}
