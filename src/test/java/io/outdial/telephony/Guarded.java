package io.outdial.telephony;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;

/** Telephony through an adapter of the test's own. */
public final class Guarded {

    private Guarded() {}

    public static GuardedTelephony around(TelephonyGateway gateway) {
        return new GuardedTelephony(gateway, FixedSettings.PATIENT, new SimpleMeterRegistry(), Clock.systemUTC());
    }
}
