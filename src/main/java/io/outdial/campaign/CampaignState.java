package io.outdial.campaign;

import com.fasterxml.jackson.annotation.JsonValue;
import io.outdial.kernel.Coded;

/** Where a campaign stands. How it gets from one to the next is {@link Lifecycle}'s table. */
public enum CampaignState implements Coded {
    DRAFT,
    SCHEDULED,
    ACTIVE,
    PAUSED,
    COMPLETED,
    FAILED,
    STOPPED;

    /** Whether nothing leads out of it. */
    public boolean terminal() {
        return this == COMPLETED || this == FAILED || this == STOPPED;
    }

    /** Whether the campaign takes up one of the tenant's campaign slots. */
    public boolean holdsSlot() {
        return this == ACTIVE || this == PAUSED;
    }

    @JsonValue
    @Override
    public String code() {
        return Coded.super.code();
    }
}
