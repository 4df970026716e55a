package io.outdial.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What this replica sends to webhooks, in numbers without tenants. */
@ApplicationScoped
class WebhookMetrics {

    private final MeterRegistry registry;
    private final Permits permits;
    private final Counter disabled;

    WebhookMetrics(MeterRegistry registry, Permits permits) {
        this.registry = registry;
        this.permits = permits;
        disabled = Counter.builder("outdial.webhooks.disabled")
                .description("Endpoints that were disabled because they failed for long or are gone")
                .register(registry);
    }

    void start(@Observes StartupEvent event) {
        Gauge.builder("outdial.webhooks.in.flight", permits, Permits::taken)
                .description("Messages under way")
                .register(registry);
        // There from the start, so that the first one is seen as a rise.
        List.of("delivered", "pending", "dead").forEach(this::attempts);
    }

    /** @param state what became of the delivery: {@code delivered}, {@code pending} (tried again) or {@code dead} */
    void attempted(String state, long millis) {
        attempts(state).record(millis, TimeUnit.MILLISECONDS);
    }

    private Timer attempts(String state) {
        return Timer.builder("outdial.webhooks.attempts")
                .description("Attempts to deliver a message, by what became of it")
                .tag("result", state)
                .register(registry);
    }

    void disabled() {
        disabled.increment();
    }
}
