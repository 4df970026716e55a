package io.outdial.telephony.sip.decide;

/** What a call waits for with a limit. */
public enum CallTimer {
    /** The customer's answer. */
    RING,
    /** The agent's answer and the media after it. */
    AGENT,
    /** The whole conversation. */
    LONGEST,
    /** The final response to a cancelled INVITE, 64 times T1 (RFC 3261 section 9.1). */
    CANCEL_CUSTOMER,
    CANCEL_AGENT
}
