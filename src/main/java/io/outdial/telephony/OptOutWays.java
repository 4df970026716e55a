package io.outdial.telephony;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * How a called person may say that they do not want to be called: the agent announces it, and the provider reports the keys
 * that were pressed and the words that were said.
 *
 * @param key one key of a telephone; null for none
 * @param phrases empty for none
 */
public record OptOutWays(String key, List<String> phrases) {

    public OptOutWays {
        phrases = phrases == null ? List.of() : List.copyOf(phrases);
    }

    /** As our own contracts say it, {@code {"key", "phrases"}}; null for no ways. */
    public static JsonObject json(OptOutWays ways) {
        return ways == null
                ? null
                : new JsonObject().put("key", ways.key()).put("phrases", new JsonArray(ways.phrases()));
    }
}
