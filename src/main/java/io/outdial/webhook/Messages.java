package io.outdial.webhook;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Bodies of messages: {@code type}, {@code timestamp} and {@code data}, by the guide of Standard Webhooks. */
final class Messages {

    private Messages() {}

    /** @param at when it happened */
    static String body(String type, Instant at, JsonObject data) {
        return new JsonObject()
                .put("type", type)
                .put("timestamp", at.truncatedTo(ChronoUnit.MILLIS).toString())
                .put("data", data)
                .encode();
    }
}
