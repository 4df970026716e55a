package io.outdial.dialer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.outdial.compliance.rules.Reason;
import io.outdial.kernel.Outcome;
import io.outdial.kernel.TenantId;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** What the dialer of this replica does, in numbers without tenants, whose tags have few values, and in traces of some calls. */
@ApplicationScoped
class DialerMetrics {

    /** Bounds of the buckets that claims and settlements are counted in by how long they take. */
    private static final Duration[] STAGE_TAKES = IntStream.of(
                    2, 5, 10, 15, 20, 30, 40, 50, 75, 100, 150, 250, 500, 1000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final CallSpans spans;
    private final Clock clock;
    private final Map<Outcome, Counter> attempts = new EnumMap<>(Outcome.class);
    private final Timer claims;
    private final Timer settlements;
    private final DistributionSummary claimSizes;

    DialerMetrics(MeterRegistry registry, CallSpans spans, Clock clock) {
        this.registry = registry;
        this.spans = spans;
        this.clock = clock;
        for (Outcome outcome : Outcome.values()) {
            attempts.put(
                    outcome,
                    Counter.builder("outdial.dialer.attempts")
                            .description("Attempts that ended")
                            .tag("outcome", outcome.code())
                            .register(registry));
        }
        // There from the start, so that the first one is seen as a rise.
        for (Reason reason : Reason.values()) {
            if (reason.isFinal()) {
                suppressed(reason.code());
            }
        }
        ReportedValues.NAMES.forEach(this::leftOutOf);
        claims = Timer.builder("outdial.dialer.claim")
                .description("How long the transaction of a claim takes")
                .serviceLevelObjectives(STAGE_TAKES)
                .register(registry);
        settlements = Timer.builder("outdial.dialer.settlement")
                .description("How long the transaction takes that writes what calls reported and ends those that ended")
                .serviceLevelObjectives(STAGE_TAKES)
                .register(registry);
        claimSizes = DistributionSummary.builder("outdial.dialer.claim.size")
                .description("Attempts made by a claim that found any")
                .register(registry);
    }

    void register(@Observes StartupEvent event, Permits permits, Signals signals) {
        Gauge.builder("outdial.dialer.calls.in.flight", permits, Permits::held)
                .description("Attempts this replica has claimed and not seen the end of")
                .register(registry);
        Gauge.builder("outdial.dialer.permits.free", permits, Permits::free)
                .description("Attempts this replica could still claim")
                .register(registry);
        Gauge.builder("outdial.dialer.signals.waiting", signals, Signals::size)
                .description("News of calls waiting to be written")
                .register(registry);
    }

    /** A transaction of news of calls, and the attempts that it ended. */
    void settled(Collection<SettleStore.Finished> finished, long nanos) {
        settlements.record(nanos, TimeUnit.NANOSECONDS);
        finished.forEach(each -> attempts.get(each.end().outcome()).increment());
        if (!finished.isEmpty()) {
            Instant now = Instant.now(clock);
            spans.settled(finished, now.minusNanos(nanos), now);
        }
    }

    void claimed(TenantId tenant, Claims.Result result, long nanos) {
        claims.record(nanos, TimeUnit.NANOSECONDS);
        if (!result.claimed().isEmpty()) {
            claimSizes.record(result.claimed().size());
            Instant now = Instant.now(clock);
            spans.claimed(tenant, result.claimed(), now.minusNanos(nanos), now);
        }
        result.suppressed().forEach((reason, n) -> suppressed(reason).increment(n));
    }

    /** A value of a provider's report that cannot be was not taken. */
    void leftOut(String value) {
        leftOutOf(value).increment();
    }

    private Counter leftOutOf(String value) {
        return Counter.builder("outdial.dialer.reported.values.left.out")
                .description("Values of providers' reports that cannot be and were not taken")
                .tag("value", value)
                .register(registry);
    }

    private Counter suppressed(String reason) {
        return Counter.builder("outdial.dialer.suppressed")
                .description("Targets that a claim found may never be called")
                .tag("reason", reason)
                .register(registry);
    }
}
