package io.outdial.kernel;

/** How a call ended, as the telephone network saw it. What the conversation achieved is a {@link Disposition}. */
public enum Outcome implements Coded {
    ANSWERED_HUMAN,
    ANSWERED_MACHINE,
    BUSY,
    NO_ANSWER,
    REJECTED,
    INVALID_NUMBER,
    /** The network or the provider had no room: no attempt is consumed. */
    CONGESTION,
    /** A carrier blocks the call. */
    BLOCKED,
    /** The provider refused our account or settings: no attempt is consumed. */
    CONFIG_ERROR,
    /** A person answered and no agent was there within two seconds. */
    ABANDONED,
    /** Nobody knows whether the call was made; it is never redialled blindly. */
    UNKNOWN;

    /** Whether somebody or something picked up. */
    public boolean answered() {
        return this == ANSWERED_HUMAN || this == ANSWERED_MACHINE || this == ABANDONED;
    }

    /** Whether the attempt counts toward the target's maximum. */
    public boolean consumesAttempt() {
        return this != CONGESTION && this != CONFIG_ERROR;
    }
}
