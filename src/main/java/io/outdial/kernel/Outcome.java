package io.outdial.kernel;

/** How a call ended, as the telephone network saw it. What the conversation achieved is a {@link Disposition}. */
public enum Outcome implements Coded {
    ANSWERED_HUMAN,
    ANSWERED_MACHINE,
    BUSY,
    NO_ANSWER,
    REJECTED,
    INVALID_NUMBER,
    /** The network or the provider had no room. */
    CONGESTION,
    /** A carrier blocks the call. */
    BLOCKED,
    /** The provider refused our account or settings. */
    CONFIG_ERROR,
    /** A person answered and no agent was there within two seconds. */
    ABANDONED,
    /** Nobody knows whether the call was made; it is never redialled blindly. */
    UNKNOWN;

    /** Whether somebody or something picked up. */
    public boolean answered() {
        return this == ANSWERED_HUMAN || this == ANSWERED_MACHINE || this == ABANDONED;
    }

    /**
     * Whether a call that ended so counts as an attempt: toward the target's maximum, caps of frequency and spacing.
     *
     * @param rang whether the person's telephone rang, or was picked up: whatever came of that, they were disturbed
     */
    public boolean consumesAttempt(boolean rang) {
        return rang || (this != CONGESTION && this != CONFIG_ERROR);
    }
}
