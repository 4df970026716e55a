package io.outdial.telephony;

import io.outdial.platform.OutboundHttp.Response;
import io.outdial.platform.RetryAfter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/**
 * What a provider with a JSON API answered.
 *
 * @param body an empty object when the answer was none
 * @param retryAfter how long the provider wants to be left alone; null when it does not say
 */
public record ProviderAnswer(int status, JsonObject body, Duration retryAfter) {

    public static ProviderAnswer of(Response response, Instant now) {
        JsonObject body = object(response.body());
        Duration wait = RetryAfter.parse(response.headers().get(RetryAfter.HEADER), now);
        return new ProviderAnswer(response.status(), body == null ? new JsonObject() : body, wait);
    }

    /** The JSON object in these bytes; null when they are none. */
    public static JsonObject object(Buffer bytes) {
        try {
            return bytes == null || bytes.length() == 0 ? null : bytes.toJsonObject();
        } catch (DecodeException | ClassCastException e) {
            return null;
        }
    }

    public boolean ok() {
        return status >= 200 && status < 300;
    }

    /** Whether it certainly did not do what it was asked to. */
    public boolean refused() {
        return status >= 400 && status < 500;
    }

    /** @throws UnclearAnswer when it is neither a yes nor a no */
    public ProviderAnswer certain() {
        if (ok() || refused()) {
            return this;
        }
        throw unclear();
    }

    /**
     * What came of asking to end a call. Of a call that is over providers say no, which is what was wanted.
     *
     * @throws UnclearAnswer when the call may go on: the provider failed, had enough of requests or did not know who asked
     */
    public ProviderAnswer ended() {
        if (ok() || refused() && status != 401 && status != 403 && status != 429) {
            return this;
        }
        throw unclear();
    }

    public UnclearAnswer unclear() {
        return new UnclearAnswer("the provider answered with status " + status, retryAfter);
    }

    /** A text of the body; null when it is not there, is no text or is longer than a column should hold. */
    public String text(String name) {
        return body.getValue(name) instanceof String text && text.length() <= 500 && text.indexOf('\0') < 0
                ? text
                : null;
    }
}
