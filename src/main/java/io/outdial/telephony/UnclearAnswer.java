package io.outdial.telephony;

import java.time.Duration;

/**
 * A provider's answer that leaves open whether the call was made, such as an error of the server: whatever it hides is
 * reconciled, never sent again on a guess.
 */
public final class UnclearAnswer extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Duration retryAfter;

    /** @param retryAfter how long the provider wants to be left alone; null when it does not say */
    public UnclearAnswer(String why, Duration retryAfter) {
        super(why, null, false, false);
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
