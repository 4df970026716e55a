package io.outdial.dialer.decide;

import io.outdial.campaign.TargetState;
import java.time.Instant;

/** What becomes of a target when its attempt has ended. */
public sealed interface Verdict {

    /** Final. */
    record Close(TargetState state, String reason) implements Verdict {}

    /** Called again, not before {@code at}; {@code state} is what it waits in. */
    record RetryAt(Instant at, TargetState state, String reason) implements Verdict {}
}
