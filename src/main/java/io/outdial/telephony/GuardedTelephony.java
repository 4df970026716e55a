package io.outdial.telephony;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.outdial.kernel.Outcome;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * A gateway behind a timeout, a circuit breaker, bounds and careful retries. The injected one is the adapter that the
 * installation switched on for everybody; {@link Connections} makes one for each connection of a tenant. Counts every
 * request in {@code outdial.telephony.calls.placed} by result: {@code accepted}, a refusal's outcome, {@code circuit_open},
 * {@code over_limit}, {@code left_alone}, {@code not_reached} or {@code unknown}.
 *
 * <p>A request is sent again only where that is provably harmless: when it was never sent, or while the provider recognises
 * it by its attempt.
 */
@ApplicationScoped
public class GuardedTelephony {

    private static final String PLACED = "outdial.telephony.calls.placed";
    private static final Duration[] ANSWER_TAKES = {
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5)
    };
    private static final Placed CIRCUIT_OPEN = Placed.Refused.unasked("circuit open");
    private static final Placed LEFT_ALONE = Placed.Refused.unasked("the provider asked to be left alone");
    private static final Placed OVER_LIMIT = Placed.Refused.unasked("over the connection's limit");
    private static final String NOT_REACHED = "the provider was not reached: ";

    /** Time, and who is told what. */
    record Watch(MeterRegistry metrics, Clock clock, ProviderHealth health, Circuit.Listener listener) {}

    /**
     * Bounds of one replica on top of those that the claims keep over all.
     *
     * @param callsPerSecond null for no bound
     * @param concurrentRequests create requests under way at once; null for no bound
     * @param resends whether a request that may have arrived is sent again where the provider recognises it
     */
    record Bounds(Integer callsPerSecond, Integer concurrentRequests, boolean resends) {
        static final Bounds NONE = new Bounds(null, null, false);
    }

    private final TelephonyGateway gateway;
    private final MeterRegistry metrics;
    private final ProviderHealth health;
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();
    private final Timer answers;
    private final Circuit circuit;
    private final CarefulSender sender;
    private final long answerMillis;

    /** For the proxy of the application scope only. */
    GuardedTelephony() {
        gateway = null;
        metrics = null;
        answers = null;
        circuit = null;
        sender = null;
        answerMillis = 0;
        health = null;
    }

    @Inject
    GuardedTelephony(
            @Any Instance<TelephonyGateway> gateways, TelephonySettings settings, MeterRegistry metrics, Clock clock) {
        this(theOne(gateways), settings, metrics, clock);
    }

    GuardedTelephony(TelephonyGateway gateway, TelephonySettings settings, MeterRegistry metrics, Clock clock) {
        this(gateway, settings, Bounds.NONE, new Watch(metrics, clock, new ProviderHealth(), (open, reason) -> {}));
    }

    GuardedTelephony(TelephonyGateway gateway, TelephonySettings settings, Bounds bounds, Watch watch) {
        this.gateway = gateway;
        metrics = watch.metrics();
        answers = Timer.builder("outdial.telephony.answer")
                .description("How long a provider took to answer a request for a call")
                .serviceLevelObjectives(ANSWER_TAKES)
                .register(metrics);
        count("accepted", 0);
        count("unknown", 0);
        count("circuit_open", 0);
        health = watch.health();
        circuit = new Circuit(settings.breaker().delay(), settings.maxRetryAfter(), watch.listener());
        sender = new CarefulSender(gateway, circuit, settings, bounds, watch.clock());
        answerMillis = settings.placeTimeout().toMillis();
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
     * made; an open circuit, a provider that asked to be left alone and a request that never left are refusals as congestion,
     * because nothing was sent. The answer arrives on the Vert.x context of the subscriber, if it has one.
     */
    public Uni<Placed> place(CallRequest request) {
        return Uni.createFrom().deferred(() -> {
            if (circuit.quiet()) {
                count("left_alone");
                return Uni.createFrom().item(LEFT_ALONE);
            }
            AtomicInteger open = new AtomicInteger();
            long asked = System.nanoTime();
            // One step for every answer: this runs for each call, and each step of a stream costs some of it.
            Uni<Placed> answer = sender.send(request, open)
                    .onItemOrFailure()
                    .transformToUni((placed, failure) -> answered(request, asked, open.get() > 0, placed, failure));
            Context caller = Vertx.currentContext();
            return caller == null ? answer : answer.emitOn(task -> runOn(caller, task));
        });
    }

    /** @param mayHaveArrived whether nobody knows of an earlier request whether it arrived */
    private Uni<Placed> answered(
            CallRequest request, long asked, boolean mayHaveArrived, Placed placed, Throwable failure) {
        Placed known = failure == null ? placed : refusal(failure, mayHaveArrived);
        Throwable unknown = failure;
        if (mayHaveArrived && known instanceof Placed.Refused refused) {
            unknown = failure == null || known == CIRCUIT_OPEN ? new MayHaveArrived(refused.reason()) : failure;
            known = null;
        }
        if (known == null) {
            count("unknown");
            health.silent(request.campaign());
            return Uni.createFrom().failure(unknown);
        }
        count(resultOf(known));
        if (known.asked()) {
            long nanos = System.nanoTime() - asked;
            answers.record(nanos, TimeUnit.NANOSECONDS);
            health.answered(request.campaign(), known, nanos / 1_000_000);
        }
        return Uni.createFrom().item(known);
    }

    /** What is known of the call in spite of the failure; null when nothing is. */
    private static Placed refusal(Throwable failure, boolean mayHaveArrived) {
        if (failure instanceof CircuitBreakerOpenException) {
            return CIRCUIT_OPEN;
        }
        if (CarefulSender.isOverLimit(failure)) {
            return OVER_LIMIT;
        }
        if (failure instanceof CarefulSender.Misconfigured misconfigured) {
            return misconfigured.refused();
        }
        return mayHaveArrived ? null : new Placed.Refused(Outcome.CONGESTION, NOT_REACHED + failure.getMessage());
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
        if (circuit.pausing()) {
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
        return sender.misconfiguredSince(now);
    }

    /** The adapter itself, for what needs no guard: its name and capabilities, hanging up, looking up. */
    public TelephonyGateway gateway() {
        return gateway;
    }

    /** As {@link Circuit#room}. */
    public int room() {
        return circuit.room();
    }

    /** Whether the circuit is not closed: the provider failed, and has not been well since. */
    public boolean broken() {
        return !circuit.closed();
    }

    /**
     * A request that left is answered within this time, or nobody waits for its answer any more; what is sent again, where
     * that is harmless, included.
     */
    public Duration answersWithin() {
        return sender.answersWithin();
    }

    /** How the provider has been answering this replica. */
    public ProviderHealth health() {
        return health;
    }

    private static String resultOf(Placed placed) {
        if (placed instanceof Placed.Refused refused) {
            return placed == CIRCUIT_OPEN
                    ? "circuit_open"
                    : placed == OVER_LIMIT
                            ? "over_limit"
                            : refused.reason() != null && refused.reason().startsWith(NOT_REACHED)
                                    ? "not_reached"
                                    : refused.outcome().code();
        }
        return "accepted";
    }

    private void count(String result) {
        count(result, 1);
    }

    private void count(String result, int requests) {
        counters.computeIfAbsent(result, each -> metrics.counter(PLACED, "result", each))
                .increment(requests);
    }

    /** An earlier request may have been taken, whatever became of the last: that the last was refused proves nothing. */
    private static final class MayHaveArrived extends RuntimeException {

        private static final long serialVersionUID = 1;

        MayHaveArrived(String reason) {
            super("an earlier request may have arrived; the last was refused: " + reason, null, false, false);
        }
    }
}
