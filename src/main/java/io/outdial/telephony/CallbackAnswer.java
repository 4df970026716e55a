package io.outdial.telephony;

/**
 * What a provider is answered.
 *
 * @param result for the count: {@code taken}, {@code refused_…} or {@code busy}
 */
public record CallbackAnswer(int status, String contentType, String body, String result) {

    private static final String TEXT = "text/plain;charset=UTF-8";

    /** Whether it is its sender's fault that the message is not taken. */
    boolean refuses() {
        return status >= 400 && status < 500;
    }

    public static CallbackAnswer taken() {
        return new CallbackAnswer(204, null, null, "taken");
    }

    public static CallbackAnswer taken(String contentType, String body) {
        return new CallbackAnswer(200, contentType, body, "taken");
    }

    /** The signature is missing or wrong. Says no more, to nobody in particular. */
    public static CallbackAnswer unsigned() {
        return new CallbackAnswer(403, TEXT, "not signed as this connection's provider signs", "refused_signature");
    }

    public static CallbackAnswer malformed(String why) {
        return new CallbackAnswer(400, TEXT, why, "refused_malformed");
    }

    public static CallbackAnswer tooLarge() {
        return new CallbackAnswer(413, TEXT, "larger than any message of this provider", "refused_too_large");
    }

    public static CallbackAnswer unknown() {
        return new CallbackAnswer(404, TEXT, "no such connection", "refused_unknown");
    }

    /** Come again: the message was not kept. */
    public static CallbackAnswer busy() {
        return new CallbackAnswer(503, TEXT, "try again", "busy");
    }
}
