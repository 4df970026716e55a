package io.outdial.telephony;

import io.outdial.kernel.Outcome;

/** A provider's certain answer to a {@link CallRequest}. */
public sealed interface Placed {

    /** The call is being made; its events will follow. */
    record Accepted(String providerCallId) implements Placed {}

    /** No call was made and none will be; no event follows. */
    record Refused(Outcome outcome, String reason) implements Placed {}
}
