package io.outdial.telephony;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A way that a tenant's calls may take, as a claim sees it.
 *
 * @param countries numbers of these go here; empty: of any
 * @param fallback where calls go while this one is broken or disabled; null: nowhere
 * @param active whether it places calls at all
 * @param circuit calls that its guard on this replica would let through now, see {@link GuardedTelephony#room}
 * @param callsPerSecond null for no limit
 * @param maxConcurrentCalls null for no limit
 * @param inFlight calls now; 0 where there is no limit
 * @param secondTokens what was left of its calls per second at {@code tokensAt}
 */
public record Route(
        UUID id,
        List<String> countries,
        UUID fallback,
        boolean active,
        int circuit,
        Integer callsPerSecond,
        Integer maxConcurrentCalls,
        int inFlight,
        double secondTokens,
        Instant tokensAt) {}
