package io.outdial.dialer.decide;

import java.time.Instant;

/** What to do with a claimed target. */
public sealed interface DialDecision {

    /** Call now. */
    record Place() implements DialDecision {}

    /** Not before {@code until}, for {@code reason}. */
    record Defer(Instant until, String reason) implements DialDecision {}

    /** Never in this campaign, for {@code reason}. */
    record Suppress(String reason) implements DialDecision {}
}
