package io.outdial.telephony.sip.decide;

/** In which order two parties are told of each other's media. */
public enum CallFlow {
    /**
     * The customer is offered a session without media, then the agent makes its offer, which is offered to the customer in
     * turn. Works with every trunk.
     */
    EARLY_OFFER,
    /** The customer makes the offer in its answer (RFC 3725 flow I): one exchange less, where the trunk takes it. */
    DELAYED_OFFER
}
