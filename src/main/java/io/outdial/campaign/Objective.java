package io.outdial.campaign;

import com.fasterxml.jackson.annotation.JsonValue;
import io.outdial.kernel.Coded;

/** What a campaign is for. */
public enum Objective implements Coded {
    BOOKINGS,
    RENEWALS,
    LEAD_GENERATION,
    UP_SELL,
    APPOINTMENT_CONFIRMATION,
    RE_ENGAGEMENT;

    @JsonValue
    @Override
    public String code() {
        return Coded.super.code();
    }
}
