package io.outdial.telephony.simulator;

import io.outdial.telephony.CallEventSink;
import io.outdial.telephony.TelephonyGateway;
import io.quarkus.arc.lookup.LookupIfProperty;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import java.nio.file.Path;
import java.time.Clock;

/** Switches the simulator on and off by configuration. */
@ApplicationScoped
class SimulatorBeans {

    /** Settings that make no sense stop the service at its start, not at its first call. */
    void check(@Observes StartupEvent start, SimulatorSettings settings) {
        if (settings.enabled()) {
            Odds.of(settings);
            settings.journal().ifPresent(path -> new Journal(Path.of(path)).close());
        }
    }

    /** The sink is looked up when the first event is due, because whoever provides it uses the gateway. */
    @Produces
    @ApplicationScoped
    @LookupIfProperty(name = "outdial.telephony.simulator.enabled", stringValue = "true")
    TelephonyGateway simulator(SimulatorSettings settings, Clock clock, Instance<CallEventSink> sink) {
        return new Simulator(
                settings, clock, event -> sink.isUnsatisfied() || sink.get().offer(event));
    }

    void stop(@Disposes TelephonyGateway simulator) {
        if (simulator instanceof Simulator running) {
            running.close();
        }
    }
}
