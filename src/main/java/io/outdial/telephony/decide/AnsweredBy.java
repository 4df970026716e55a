package io.outdial.telephony.decide;

/** Who or what picked up, as far as the provider could tell. */
public enum AnsweredBy {
    HUMAN,
    MACHINE,
    /** It listened and could not tell. */
    UNSURE
}
