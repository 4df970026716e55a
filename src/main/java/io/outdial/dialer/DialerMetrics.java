package io.outdial.dialer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** The dialer's gauges on this replica. */
@ApplicationScoped
class DialerMetrics {

    void register(@Observes StartupEvent event, MeterRegistry registry, Permits permits, Signals signals) {
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
}
