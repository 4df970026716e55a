package io.outdial.campaign;

import com.fasterxml.jackson.annotation.JsonValue;
import io.outdial.kernel.Coded;

/** Where a customer stands in a campaign. The counts of all states add up to everyone the audience matched. */
public enum TargetState implements Coded {
    /** Due, never tried. */
    PENDING,
    /** A rule says not now; reason and moment are stored. */
    DEFERRED,
    /** An attempt is live. */
    IN_PROGRESS,
    /** Tried; the next attempt has a time. */
    WAITING_RETRY,
    SUCCEEDED,
    /** A person answered without a success disposition. */
    COMPLETED,
    EXHAUSTED,
    /** May not be called; the reason is stored. */
    SUPPRESSED,
    /** An attempt could not be reconciled with the provider. */
    UNKNOWN,
    /** The campaign ended first. */
    EXPIRED;

    /** Whether something may still happen to the target. */
    public boolean open() {
        return this == PENDING || this == DEFERRED || this == IN_PROGRESS || this == WAITING_RETRY;
    }

    @JsonValue
    @Override
    public String code() {
        return Coded.super.code();
    }
}
