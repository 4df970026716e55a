package io.outdial.telephony;

import io.outdial.kernel.AttemptId;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** What a platform keeps with a call for us: whose it is. */
public final class PlatformReference {

    private PlatformReference() {}

    /** To send with a call. */
    public static JsonObject of(CallRequest request) {
        return new JsonObject()
                .put("tenant", request.tenant().toString())
                .put("attempt", request.attempt().toString())
                .put(
                        "campaign",
                        request.campaign() == null ? null : request.campaign().toString());
    }

    /** The attempt of a call that a platform shows; null when it names none. */
    public static AttemptId attempt(JsonObject kept) {
        try {
            return kept.getValue("attempt") instanceof String text ? new AttemptId(UUID.fromString(text)) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
