package io.outdial.dialer.decide;

import io.outdial.compliance.rules.Reason;
import java.time.Instant;

/** What to do with a claimed target. */
public sealed interface DialDecision {

    /**
     * Call now.
     *
     * @param validUntil a request that has not left by then does not leave
     */
    record Place(Instant validUntil) implements DialDecision {}

    /** Not before {@code until}, for {@code reason}. */
    record Defer(Instant until, Reason reason) implements DialDecision {}

    /** Never in this campaign, for {@code reason}. */
    record Suppress(Reason reason) implements DialDecision {}
}
