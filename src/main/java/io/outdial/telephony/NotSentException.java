package io.outdial.telephony;

/**
 * The request certainly never left: no connection was made, or it was too late to send it. Unlike every other failure of
 * {@link TelephonyGateway#place} it proves that no call was made.
 */
public final class NotSentException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public NotSentException(String reason) {
        super(reason, null, false, false);
    }
}
