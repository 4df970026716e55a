package io.outdial.compliance.rules;

import io.outdial.kernel.Coded;

/** Why somebody is not called, or not yet. Stored per target under {@link #code()} and counted per campaign. */
public enum Reason implements Coded {
    /** The customer was erased. */
    CUSTOMER_ERASED(true),
    /** Somebody at this number said that they do not want to be called. */
    OPT_OUT(true),
    /** The number is on a list: the platform's, the tenant's, one the campaign names, or a registry. */
    DO_NOT_CALL(true),
    /** A network said that there is no such number. */
    INVALID_PHONE(true),
    /** A consent is needed and none is in force for this purpose. */
    NO_CONSENT(true),
    /** Another customer of the campaign has the same number and stands for both. */
    DUPLICATE_PHONE(true),
    /** A carrier refuses calls to this number. */
    BLOCKED(true),

    /** The tenant may not use the regulatory pack any more. */
    REGULATION_NOT_ALLOWED(false),
    /** A registry that the regulatory pack names was never imported, or its file is too old. */
    REGISTRY_STALE(false),
    /** Nobody knows where the person is; they are not called on a guess. */
    UNKNOWN_TIME_ZONE(false),
    /** Another call to the number is live. */
    NUMBER_IN_USE(false),
    /** The number was called as often as a rolling period allows. */
    FREQUENCY_CAP(false),
    /** The last call to the number is too short a time ago. */
    CALL_SPACING(false),
    /** The person was called as often today as the campaign allows. */
    MAX_ATTEMPTS_PER_DAY(false),
    /** Outside the hours that the regulatory pack allows. */
    REGULATORY_WINDOW(false),
    /** Outside the tenant's hours. */
    TENANT_WINDOW(false),
    /** Outside the campaign's hours. */
    CALLING_WINDOW(false),
    /** In a do-not-disturb time of the tenant or the campaign. */
    DO_NOT_DISTURB(false),
    /** On a holiday, or in a window that began on one. */
    HOLIDAY(false),
    /** Outside the hours that the customer prefers. */
    CUSTOMER_WINDOW(false),
    /** No moment of the coming weeks is open in all these hours. */
    NO_CALLING_WINDOW(false),

    /** No connection of the tenant takes calls to the number's country. */
    NO_CONNECTION(false),
    /** The connection that takes calls to the number's country is broken, and so are its fallbacks. */
    CONNECTION_BROKEN(false);

    private final boolean isFinal;

    Reason(boolean isFinal) {
        this.isFinal = isFinal;
    }

    /** Whether it suppresses the target for good; otherwise it defers. */
    public boolean isFinal() {
        return isFinal;
    }
}
