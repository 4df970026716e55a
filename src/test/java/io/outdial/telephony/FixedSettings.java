package io.outdial.telephony;

import java.time.Duration;

/** Settings of telephony for tests; those that differ between them are said. */
record FixedSettings(Duration placeTimeout, Duration maxRetryAfter, int window, double failureRatio, Duration delay)
        implements TelephonySettings, TelephonySettings.Breaker {

    /** A guard that keeps out of the way. */
    static final FixedSettings PATIENT =
            new FixedSettings(Duration.ofSeconds(5), Duration.ofSeconds(60), 1_000, 1, Duration.ofSeconds(1));

    @Override
    public Breaker breaker() {
        return this;
    }

    @Override
    public int maxConcurrentRequests() {
        return 64;
    }

    @Override
    public Duration agentReportWithin() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Duration platformReportWithin() {
        return Duration.ofSeconds(1);
    }
}
