package io.outdial.telephony.sip.decide;

/** The two halves of a call. */
public enum Leg {
    /** To the called person, over the trunk. */
    CUSTOMER,
    /** To the voice agent. */
    AGENT;

    public Leg other() {
        return this == CUSTOMER ? AGENT : CUSTOMER;
    }
}
