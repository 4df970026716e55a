package io.outdial.campaign;

/** A stored campaign that this version of the service does not understand. */
class UnreadableSpec extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableSpec(String message, Throwable cause) {
        super(message, cause);
    }
}
