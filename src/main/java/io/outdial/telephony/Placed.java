package io.outdial.telephony;

import io.outdial.kernel.Outcome;
import java.time.Duration;

/** A provider's certain answer to a {@link CallRequest}. */
public sealed interface Placed {

    /** The call is being made; its events will follow. */
    record Accepted(String providerCallId) implements Placed {}

    /**
     * No call was made and none will be; no event follows.
     *
     * @param retryAfter how long the provider wants to be left alone; null when it does not say
     */
    record Refused(Outcome outcome, String reason, Duration retryAfter) implements Placed {

        public Refused(Outcome outcome, String reason) {
            this(outcome, reason, null);
        }
    }
}
