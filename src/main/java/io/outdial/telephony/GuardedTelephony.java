package io.outdial.telephony;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.outdial.kernel.Outcome;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * The gateway in use behind a timeout and a circuit breaker. Counts every request in
 * {@code outdial.telephony.calls.placed} by result: {@code accepted}, a refusal's outcome, {@code circuit_open} or
 * {@code unknown}.
 */
@ApplicationScoped
public class GuardedTelephony {

    private static final String PLACED = "outdial.telephony.calls.placed";
    private static final Placed CIRCUIT_OPEN = new Placed.Refused(Outcome.CONGESTION, "circuit open");

    private final TelephonyGateway gateway;
    private final MeterRegistry metrics;
    private final Clock clock;
    private final ProviderHealth health = new ProviderHealth();
    private final ConfigErrors configErrors = new ConfigErrors();
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();
    private final TypedGuard<Uni<Placed>> guard;
    private final long pauseNanos;
    private final long answerMillis;

    private volatile boolean open;
    private volatile long openedAt;

    /** For the proxy of the application scope only. */
    GuardedTelephony() {
        gateway = null;
        metrics = null;
        clock = null;
        guard = null;
        pauseNanos = 0;
        answerMillis = 0;
    }

    @Inject
    GuardedTelephony(
            @Any Instance<TelephonyGateway> gateways, TelephonySettings settings, MeterRegistry metrics, Clock clock) {
        this(theOne(gateways), settings, metrics, clock);
    }

    GuardedTelephony(TelephonyGateway gateway, TelephonySettings settings, MeterRegistry metrics, Clock clock) {
        this.gateway = gateway;
        this.metrics = metrics;
        this.clock = clock;
        pauseNanos = settings.breaker().delay().toNanos();
        answerMillis = settings.placeTimeout().toMillis();
        guard = TypedGuard.create(new TypeLiteral<Uni<Placed>>() {})
                .withDescription("place a call by " + gateway.name())
                .withTimeout()
                .duration(answerMillis, ChronoUnit.MILLIS)
                .done()
                .withCircuitBreaker()
                .requestVolumeThreshold(settings.breaker().window())
                .failureRatio(settings.breaker().failureRatio())
                .delay(settings.breaker().delay().toMillis(), ChronoUnit.MILLIS)
                .onStateChange(this::breakerIs)
                .done()
                .build();
    }

    /** The adapter that is switched on; {@link NoTelephony} without one. */
    private static TelephonyGateway theOne(Instance<TelephonyGateway> gateways) {
        if (gateways.isAmbiguous()) {
            throw new IllegalStateException("more than one telephony adapter is switched on: "
                    + gateways.stream().map(TelephonyGateway::name).sorted().toList());
        }
        return gateways.isUnsatisfied() ? new NoTelephony() : gateways.get();
    }

    /**
     * Makes a call, as {@link TelephonyGateway#place}. No answer in time is a failure, because the call may have been
     * made; an open circuit and a request that never left are refusals as congestion, because nothing was sent. The answer
     * arrives on the Vert.x context of the subscriber, if it has one.
     */
    public Uni<Placed> place(CallRequest request) {
        return Uni.createFrom().deferred(() -> {
            long asked = System.nanoTime();
            // One step for every answer: this runs for each call, and each step of a stream costs some of it.
            Uni<Placed> answer = guard.get(() -> send(request))
                    .onItemOrFailure()
                    .transformToUni((placed, failure) -> answered(request, asked, placed, failure));
            Context caller = Vertx.currentContext();
            return caller == null ? answer : answer.emitOn(task -> runOn(caller, task));
        });
    }

    private Uni<Placed> answered(CallRequest request, long asked, Placed placed, Throwable failure) {
        Placed known = failure == null ? placed : refusal(failure);
        if (known == null) {
            count("unknown");
            health.silent(request.campaign());
            return Uni.createFrom().failure(failure);
        }
        count(resultOf(known));
        health.answered(request.campaign(), known, (System.nanoTime() - asked) / 1_000_000);
        return Uni.createFrom().item(known);
    }

    /** What is known of the call in spite of the failure; null when nothing is. */
    private static Placed refusal(Throwable failure) {
        if (failure instanceof CircuitBreakerOpenException) {
            return CIRCUIT_OPEN;
        }
        if (failure instanceof Misconfigured misconfigured) {
            return misconfigured.refused;
        }
        return failure instanceof NotSentException
                ? new Placed.Refused(Outcome.CONGESTION, failure.getMessage())
                : null;
    }

    private static void runOn(Context caller, Runnable task) {
        if (Vertx.currentContext() == caller) {
            task.run();
        } else {
            caller.runOnContext(ignored -> task.run());
        }
    }

    /** Whether a call would be sent now: the provider takes calls and the circuit is closed or due for a probe. Never fails. */
    public Uni<Boolean> available() {
        if (open && System.nanoTime() - openedAt < pauseNanos) {
            return Uni.createFrom().item(false);
        }
        return Uni.createFrom()
                .deferred(gateway::available)
                .ifNoItem()
                .after(Duration.ofMillis(answerMillis))
                .recoverWithItem(false)
                .onFailure()
                .recoverWithItem(false);
    }

    /**
     * Since when the provider has refused all calls for reasons of configuration; empty when it took a call since, refused
     * one for another reason, or was not asked lately.
     */
    public Optional<Instant> misconfiguredSince(Instant now) {
        return configErrors.since(now);
    }

    /** A request that left is answered within this time, or nobody waits for its answer any more. */
    public Duration answersWithin() {
        return Duration.ofMillis(answerMillis);
    }

    /** How the provider has been answering this replica. */
    public ProviderHealth health() {
        return health;
    }

    /** The adapter itself, for what needs no guard: its name and capabilities, hanging up, looking up. */
    public TelephonyGateway gateway() {
        return gateway;
    }

    /** A refusal for reasons of configuration is an answer to the caller and a failure to the breaker. */
    private Uni<Placed> send(CallRequest request) {
        return Uni.createFrom().deferred(() -> gateway.place(request)).invoke(placed -> {
            if (placed instanceof Placed.Refused refused && refused.outcome() == Outcome.CONFIG_ERROR) {
                configErrors.refused(clock.instant());
                throw new Misconfigured(refused);
            }
            configErrors.answered();
        });
    }

    private void breakerIs(CircuitBreakerState state) {
        openedAt = System.nanoTime();
        open = state == CircuitBreakerState.OPEN;
    }

    private static String resultOf(Placed placed) {
        if (placed instanceof Placed.Refused refused) {
            return placed == CIRCUIT_OPEN ? "circuit_open" : refused.outcome().code();
        }
        return "accepted";
    }

    private void count(String result) {
        counters.computeIfAbsent(result, each -> metrics.counter(PLACED, "result", each))
                .increment();
    }

    private static final class Misconfigured extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient Placed.Refused refused;

        Misconfigured(Placed.Refused refused) {
            super(refused.reason(), null, false, false);
            this.refused = refused;
        }
    }
}
