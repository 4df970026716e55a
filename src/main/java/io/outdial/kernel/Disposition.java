package io.outdial.kernel;

/** What a conversation achieved. {@link #NONE} when nobody spoke or nothing was agreed. */
public enum Disposition implements Coded {
    INTERESTED,
    BOOKED,
    CONFIRMED,
    RESCHEDULED,
    RENEWED,
    UPGRADED,
    DECLINED,
    CALLBACK_REQUESTED,
    OPTED_OUT,
    WRONG_NUMBER,
    ESCALATED,
    NONE
}
