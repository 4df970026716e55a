package io.outdial.telephony.sip.decide;

import io.outdial.kernel.Outcome;

/**
 * Something that happened to a call. Challenges, retransmissions and refreshes are settled before and are not among them.
 *
 * @param leg null where the kind concerns the whole call
 * @param outcome of {@link Kind#REFUSED}: what it means for the customer's leg
 * @param reason for people; may be null
 */
public record CallInput(Kind kind, Leg leg, Outcome outcome, String reason) {

    /** What happened. */
    public enum Kind {
        START,
        /** A provisional response that says nothing of the telephone. */
        TRYING,
        /** A provisional response: the telephone rings, or early media. */
        RINGING,
        /** A success that makes a dialog which was not known before. */
        ANSWERED,
        /** A final response that is no success. */
        REFUSED,
        /** No final response will come. */
        SILENT,
        /** The answered call is a live attempt's. */
        MAY_GO_ON,
        /** The answered call is of an attempt that was given up. */
        MUST_END,
        /** The customer took the agent's offer. */
        BRIDGED,
        /** The customer did not. */
        NOT_BRIDGED,
        /** The other side has ended the leg. */
        BYE,
        /** Our BYE was answered, or never will be. */
        BYE_DONE,
        /** The other side does not know the dialog any more, or has not refreshed its session. */
        LOST,
        HANG_UP,
        RING_TIMEOUT,
        AGENT_TIMEOUT,
        TOO_LONG,
        /** The final response to a cancelled INVITE did not come. */
        CANCEL_TIMEOUT
    }

    public static CallInput of(Kind kind) {
        return new CallInput(kind, null, null, null);
    }

    public static CallInput of(Kind kind, Leg leg) {
        return new CallInput(kind, leg, null, null);
    }

    public static CallInput of(Kind kind, Leg leg, String reason) {
        return new CallInput(kind, leg, null, reason);
    }

    public static CallInput refused(Leg leg, Outcome outcome, String reason) {
        return new CallInput(Kind.REFUSED, leg, outcome, reason);
    }

    public static CallInput hangUp(String reason) {
        return new CallInput(Kind.HANG_UP, null, null, reason);
    }

    public static CallInput timer(CallTimer timer) {
        return switch (timer) {
            case RING -> of(Kind.RING_TIMEOUT);
            case AGENT -> of(Kind.AGENT_TIMEOUT);
            case LONGEST -> of(Kind.TOO_LONG);
            case CANCEL_CUSTOMER -> of(Kind.CANCEL_TIMEOUT, Leg.CUSTOMER);
            case CANCEL_AGENT -> of(Kind.CANCEL_TIMEOUT, Leg.AGENT);
        };
    }
}
