package io.outdial.dialer;

/**
 * The points of an attempt between which a process can die with different consequences: the rows of the table in
 * docs/guarantees.md. A test of recovery has a replica die at one of them, exactly there, by
 * {@code outdial.dialer.halt-at}; without it nothing happens.
 */
enum Milestone {
    /** Attempts are inserted; the claim is not committed. */
    CLAIMING,
    /** The claim is committed; nothing more was done. */
    CLAIMED,
    /** It is committed that requests are about to leave; none has. */
    SENDING,
    /** A request left and no answer came. */
    UNANSWERED,
    /** A request was answered; that is not written. */
    ANSWERED,
    /** The provider's answer is committed; the call is live. */
    PLACED,
    /** The end of a call is committed; its source has not been told so. */
    ENDED;

    /** What the status of a process is that died so. */
    static final int STATUS = 86;

    /** As sudden as a kill: no hook runs, nothing is flushed, no connection is closed. */
    void reached(DialerSettings settings) {
        if (settings.haltAt().isPresent() && settings.haltAt().get() == this) {
            Runtime.getRuntime().halt(STATUS);
        }
    }
}
