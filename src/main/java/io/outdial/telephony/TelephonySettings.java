package io.outdial.telephony;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long a provider may take to answer, and when it is left alone for a while. */
@ConfigMapping(prefix = "outdial.telephony")
interface TelephonySettings {

    /** A request that was not answered within this time counts as unknown. */
    @WithDefault("PT5S")
    Duration placeTimeout();

    Breaker breaker();

    /** How long a provider is left alone that asks for it ({@code Retry-After}), at most. */
    @WithDefault("PT5M")
    Duration maxRetryAfter();

    /** Create requests under way at once over one connection of a tenant, on this replica. */
    @WithDefault("64")
    int maxConcurrentRequests();

    /** How long the end of a conversation waits for what the voice agent says of it, where an agent is said to report. */
    @WithDefault("PT15S")
    Duration agentReportWithin();

    /** How long the end of a conversation waits for the report that a platform of voice agents writes on it. */
    @WithDefault("PT60S")
    Duration platformReportWithin();

    /** The circuit breaker in front of the provider. */
    interface Breaker {

        /** How many of the latest requests are looked at; it never opens before so many were made. */
        @WithDefault("20")
        int window();

        /** Share of failures among them that opens it, above 0 and at most 1. */
        @WithDefault("0.5")
        double failureRatio();

        /** How long nothing is sent once it is open; then one request probes. */
        @WithDefault("PT5S")
        Duration delay();
    }
}
