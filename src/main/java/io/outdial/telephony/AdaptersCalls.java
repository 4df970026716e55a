package io.outdial.telephony;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.stream.Stream;

/** Asks the adapters, and the one that the installation switched on for everybody. */
@ApplicationScoped
class AdaptersCalls implements LocalCalls {

    private final GuardedTelephony builtIn;
    private final Connections.Adapters adapters;

    AdaptersCalls(GuardedTelephony builtIn, Connections.Adapters adapters) {
        this.builtIn = builtIn;
        this.adapters = adapters;
    }

    @Override
    public Stream<LocalCall> all() {
        return Stream.concat(builtIn.gateway().localCalls(), adapters.localCalls());
    }
}
