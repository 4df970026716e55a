package io.outdial.telephony.sip.decide;

/** How far one leg has come (RFC 3261 sections 9, 13 and 15, seen from the caller). */
public enum LegState {
    /** Nothing was sent yet. */
    IDLE,
    /** INVITE sent, nothing heard: it cannot be cancelled yet. */
    CALLING,
    /** A provisional response came: it can be cancelled. */
    PROCEEDING,
    /** To be cancelled as soon as a provisional response comes. */
    CANCEL_WANTED,
    /** CANCEL sent; the final response is on its way, and may be a success that crossed it. */
    CANCELLING,
    /** Answered with an offer that our ACK has to answer. */
    UNACKED,
    UP,
    /** BYE sent, not answered yet. */
    CLOSING,
    /** Nothing is left of it. */
    DONE
}
