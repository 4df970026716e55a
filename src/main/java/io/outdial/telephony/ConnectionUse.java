package io.outdial.telephony;

import java.time.Instant;

/**
 * What a connection uses now.
 *
 * @param inFlight calls now
 * @param health {@code healthy} or {@code broken}
 * @param healthSince null while nothing ever happened
 */
public record ConnectionUse(int inFlight, String health, String healthReason, Instant healthSince) {

    static final String HEALTHY = "healthy";
    static final String BROKEN = "broken";
}
