package io.outdial.webhook.decide;

import io.outdial.platform.RetryAfter;
import java.time.Duration;
import java.time.Instant;

/**
 * What an endpoint made of a message.
 *
 * @param status of HTTP; null when there was no answer
 * @param retryAfter how long it asks to be left alone; null when it does not
 * @param error what went wrong, a sentence for people; null when the message was taken
 */
public record Answer(Integer status, Duration retryAfter, String error) {

    /**
     * A status of 2xx takes the message; a redirect does not, because none is followed.
     *
     * @param retryAfter the header as received; null without it
     */
    public static Answer of(int status, String retryAfter, Instant now) {
        return status / 100 == 2
                ? new Answer(status, null, null)
                : new Answer(status, RetryAfter.parse(retryAfter, now), "The endpoint answered " + status + ".");
    }

    /** No answer came. */
    public static Answer none(String error) {
        return new Answer(null, null, error);
    }

    public boolean taken() {
        return error == null;
    }

    /** 410: the endpoint wants no message any more, by the Standard Webhooks specification. */
    public boolean gone() {
        return status != null && status == 410;
    }
}
