package io.outdial.browser;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;

/** Campaigns of a shop that are under way, made over HTTP. */
final class Campaigns {

    private Campaigns() {}

    /** An active one for everybody that calls around the clock: its calls are begun, and soon over. */
    static String calling(Shop shop, String name) {
        return active(shop, name, new JsonObject().put("from", "00:00").put("to", "24:00"));
    }

    /** An active one that calls in three days: nothing happens to it by itself. */
    static String waiting(Shop shop, String name) {
        String day = ZonedDateTime.now(ZoneId.of("Asia/Riyadh"))
                .plusDays(3)
                .getDayOfWeek()
                .name()
                .substring(0, 3)
                .toLowerCase(Locale.ROOT);
        return active(
                shop,
                name,
                new JsonObject()
                        .put("days", new JsonArray().add(day))
                        .put("from", "09:00")
                        .put("to", "21:00"));
    }

    static void act(Shop shop, String campaign, String action) {
        shop.post("/campaigns/" + campaign + "/" + action, new JsonObject());
    }

    private static String active(Shop shop, String name, JsonObject window) {
        JsonObject body = new JsonObject()
                .put("name", name)
                .put("type", "voice")
                .put("objective", "bookings")
                .put("startAt", Instant.now().plusSeconds(600).toString())
                .put("duration", "P7D")
                .put("audience", new JsonObject().put("query", new JsonObject()).put("everyone", true))
                .put("calls", calls(window))
                .put("content", shop.withContent().put("variables", new JsonObject().put("first_name", firstName())))
                .put(
                        "performance",
                        new JsonObject()
                                .put("success", new JsonArray().add("booked").add("interested"))
                                .put("conversion", new JsonArray().add("booked"))
                                .put("conversionValue", riyals("100"))
                                .put("budget", riyals("1000"))
                                .put("roiTarget", 2.0))
                .put("quality", new JsonObject().put("minSuccessRate", 0.01).put("minSample", 20))
                .put("compliance", new JsonObject().put("regulation", "none"));
        String id = shop.post("/campaigns", body).getString("id");
        act(shop, id, "schedule");
        act(shop, id, "activate");
        return id;
    }

    private static JsonObject calls(JsonObject window) {
        return new JsonObject()
                .put("windows", new JsonArray().add(window))
                .put("retry", new JsonObject().put("maxAttempts", 1))
                .put("maxDailyCalls", 10_000);
    }

    private static JsonObject firstName() {
        return new JsonObject().put("from", "first_name").put("fallback", "there");
    }

    private static JsonObject riyals(String amount) {
        return new JsonObject().put("amount", amount).put("currency", "SAR");
    }
}
