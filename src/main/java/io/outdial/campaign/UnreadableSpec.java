package io.outdial.campaign;

/** A stored campaign that this version of the service does not understand. The message is a sentence for people. */
class UnreadableSpec extends RuntimeException {

    /** Of the {@link Cause} that a campaign fails for. */
    static final String CODE = "unreadable";

    private static final long serialVersionUID = 1L;

    /** @param what the parser's own words */
    static UnreadableSpec because(String what, Throwable cause) {
        return new UnreadableSpec("The stored campaign cannot be read: " + what, cause);
    }

    UnreadableSpec(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
