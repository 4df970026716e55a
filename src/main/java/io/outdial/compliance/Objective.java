package io.outdial.compliance;

import com.fasterxml.jackson.annotation.JsonValue;
import io.outdial.kernel.Coded;

/** What a campaign is for, and so the purposes that a consent may be limited to. */
public enum Objective implements Coded {
    BOOKINGS,
    RENEWALS,
    LEAD_GENERATION,
    UP_SELL,
    APPOINTMENT_CONFIRMATION,
    RE_ENGAGEMENT;

    /** The codes of all of them, as a pattern: a consent to a word that no campaign has would hold for none. */
    public static final String ANY = "bookings|renewals|lead_generation|up_sell|appointment_confirmation|re_engagement";

    public static final String NOT_ONE =
            "must be bookings, renewals, lead_generation, up_sell, appointment_confirmation or re_engagement";

    @JsonValue
    @Override
    public String code() {
        return Coded.super.code();
    }
}
