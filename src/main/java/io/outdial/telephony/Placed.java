package io.outdial.telephony;

import io.outdial.kernel.Outcome;
import java.time.Duration;

/** A provider's certain answer to a {@link CallRequest}. */
public sealed interface Placed {

    /** Whether a provider was asked; otherwise this replica made no request, which tells nothing of providers or people. */
    boolean asked();

    /** The call is being made; its events will follow. */
    record Accepted(String providerCallId) implements Placed {

        @Override
        public boolean asked() {
            return true;
        }
    }

    /**
     * No call was made and none will be; no event follows.
     *
     * @param retryAfter how long the provider wants to be left alone; null when it does not say
     */
    record Refused(Outcome outcome, String reason, Duration retryAfter, boolean asked) implements Placed {

        public Refused(Outcome outcome, String reason) {
            this(outcome, reason, null);
        }

        public Refused(Outcome outcome, String reason, Duration retryAfter) {
            this(outcome, reason, retryAfter, true);
        }

        /** There was no room or no time for the request: it may be made later. */
        public static Refused unasked(String reason) {
            return new Refused(Outcome.CONGESTION, reason, null, false);
        }
    }
}
