package io.outdial.dev;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** The five campaigns of the demo, as bodies for the API. Their calling windows are always open. */
public final class DemoCampaigns {

    private DemoCampaigns() {}

    /** One campaign's content: {@code slug name objective query script variables success}. */
    public static List<JsonObject> all() {
        try (InputStream in = DemoCampaigns.class.getResourceAsStream("/demo/campaigns.json")) {
            JsonArray array = new JsonArray(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            return array.stream().map(JsonObject.class::cast).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The body that creates a campaign.
     *
     * @param retryAfter ISO 8601 interval between attempts: seconds, because the simulated network's clock runs fast
     */
    public static JsonObject body(
            JsonObject demo, String agentId, String scriptId, Instant startAt, String retryAfter) {
        JsonObject window = new JsonObject().put("from", "00:00").put("to", "24:00");
        JsonObject retry =
                new JsonObject().put("maxAttempts", 3).put("intervals", new JsonObject().put("default", retryAfter));
        return new JsonObject()
                .put("name", demo.getString("name"))
                .put("type", "voice")
                .put("objective", demo.getString("objective"))
                .put("startAt", startAt.toString())
                .put("duration", "P7D")
                .put("timeZone", "Asia/Riyadh")
                .put("audience", new JsonObject().put("query", demo.getJsonObject("query")))
                .put(
                        "calls",
                        new JsonObject()
                                .put("windows", new JsonArray().add(window))
                                .put("retry", retry)
                                .put("maxDailyCalls", 50_000)
                                .put("maxConcurrentCalls", 100))
                .put(
                        "content",
                        new JsonObject()
                                .put("voiceAgentId", agentId)
                                .put("scriptId", scriptId)
                                .put("variables", demo.getJsonObject("variables")))
                .put("performance", new JsonObject().put("success", demo.getJsonArray("success")))
                .put("compliance", new JsonObject().put("regulation", "none"));
    }
}
