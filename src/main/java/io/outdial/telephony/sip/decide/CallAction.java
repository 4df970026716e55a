package io.outdial.telephony.sip.decide;

import io.outdial.kernel.Outcome;

/**
 * Something to do for a call, in the order given.
 *
 * @param leg null where the kind concerns the whole call
 * @param body of INVITE and ACK
 * @param timer of the two about timers
 * @param outcome of {@link Kind#TELL_END}
 */
public record CallAction(Kind kind, Leg leg, Body body, CallTimer timer, Outcome outcome, String reason) {

    /** What to do. */
    public enum Kind {
        INVITE,
        CANCEL,
        ACK,
        BYE,
        /** Offer the customer what the agent offers. */
        REOFFER,
        /** Ask whether the answered call may go on. */
        ASK,
        START_TIMER,
        STOP_TIMER,
        TELL_RINGING,
        TELL_ANSWERED,
        /** How the call ended; once, and the last thing that is told. */
        TELL_END
    }

    /** What a message says of media. */
    public enum Body {
        NONE,
        /** A session without media. */
        INACTIVE,
        /** What the other leg said last. */
        OTHERS
    }

    static CallAction of(Kind kind) {
        return new CallAction(kind, null, null, null, null, null);
    }

    static CallAction of(Kind kind, Leg leg) {
        return new CallAction(kind, leg, null, null, null, null);
    }

    static CallAction of(Kind kind, Leg leg, Body body) {
        return new CallAction(kind, leg, body, null, null, null);
    }

    static CallAction of(Kind kind, CallTimer timer) {
        return new CallAction(kind, null, null, timer, null, null);
    }

    static CallAction end(Outcome outcome, String reason) {
        return new CallAction(Kind.TELL_END, null, null, null, outcome, reason);
    }
}
