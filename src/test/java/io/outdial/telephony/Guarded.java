package io.outdial.telephony;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;

/** Telephony through an adapter of the test's own. */
public final class Guarded {

    private Guarded() {}

    public static GuardedTelephony around(TelephonyGateway gateway) {
        return new GuardedTelephony(gateway, new Patient(), new SimpleMeterRegistry(), Clock.systemUTC());
    }

    private static final class Patient implements TelephonySettings, TelephonySettings.Breaker {

        @Override
        public int maxConcurrentRequests() {
            return 64;
        }

        @Override
        public Duration maxRetryAfter() {
            return Duration.ofSeconds(60);
        }

        @Override
        public Duration platformReportWithin() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration agentReportWithin() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration placeTimeout() {
            return Duration.ofSeconds(5);
        }

        @Override
        public Breaker breaker() {
            return this;
        }

        @Override
        public int window() {
            return 1_000;
        }

        @Override
        public double failureRatio() {
            return 1;
        }

        @Override
        public Duration delay() {
            return Duration.ofSeconds(1);
        }
    }
}
