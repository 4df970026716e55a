package io.outdial.telephony.simulator;

import io.outdial.platform.SchemaVersion;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.CallEventSink;
import io.outdial.telephony.TelephonyGateway;
import io.quarkus.arc.lookup.LookupIfProperty;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import java.nio.file.Path;
import java.time.Clock;

/** Switches the simulator on and off by configuration. */
@ApplicationScoped
class SimulatorBeans {

    /**
     * Settings that make no sense stop the service at its start, not at its first call. A simulator elsewhere is joined now:
     * it may have events of calls that another replica made.
     */
    void start(@Observes StartupEvent start, SimulatorSettings settings, @Any Instance<TelephonyGateway> gateways) {
        if (!settings.enabled()) {
            return;
        }
        if (settings.url().isPresent()) {
            gateways.stream().forEach(TelephonyGateway::name);
            return;
        }
        Odds.of(settings);
        settings.journal().ifPresent(path -> new Journal(Path.of(path)).close());
    }

    /** The sink is looked up when the first event is due, because whoever provides it uses the gateway. */
    @Produces
    @ApplicationScoped
    @LookupIfProperty(name = "outdial.telephony.simulator.enabled", stringValue = "true")
    TelephonyGateway simulator(
            SimulatorSettings settings, Clock clock, Vertx vertx, Instance<CallEventSink> sink, SchemaVersion schema) {
        CallEventSink late = new LateSink(sink);
        if (settings.url().isEmpty()) {
            return new Simulator(settings, Simulator.REMEMBERED, clock, late);
        }
        RemoteSimulator remote = new RemoteSimulator(vertx, settings.url().get(), late);
        // Its events are of calls that others made too.
        schema.whenCurrent(remote::start);
        return remote;
    }

    void stop(@Disposes TelephonyGateway simulator) {
        if (simulator instanceof Simulator running) {
            running.close();
        } else if (simulator instanceof RemoteSimulator remote) {
            remote.close();
        }
    }

    /** Without a sink events go nowhere, as in a test of telephony alone. */
    private record LateSink(Instance<CallEventSink> sink) implements CallEventSink {

        @Override
        public boolean offer(CallEvent event) {
            return sink.isUnsatisfied() || sink.get().offer(event);
        }

        @Override
        public boolean offer(CallEvent event, Runnable written) {
            return sink.isUnsatisfied() || sink.get().offer(event, written);
        }

        @Override
        public int room() {
            return sink.isUnsatisfied() ? 0 : sink.get().room();
        }
    }
}
