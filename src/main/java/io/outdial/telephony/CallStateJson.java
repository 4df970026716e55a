package io.outdial.telephony;

import io.outdial.kernel.Coded;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.telephony.decide.AnsweredBy;
import io.outdial.telephony.decide.CallNews.Conversation;
import io.outdial.telephony.decide.CallState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The stored form of a call's state; what is not known is left out. */
final class CallStateJson {

    private CallStateJson() {}

    static JsonObject write(CallState state) {
        JsonObject json = new JsonObject();
        put(json, "id", state.providerCallId());
        put(json, "ringing", state.ringingAt());
        put(json, "answered", state.answeredAt());
        put(json, "ended", state.endedAt());
        put(json, "by", state.answeredBy() == null ? null : state.answeredBy().name());
        put(json, "outcome", state.outcome() == null ? null : state.outcome().code());
        put(json, "reason", state.reason());
        put(json, "talked", state.talkSeconds());
        put(json, "cost", state.cost() == null ? null : state.cost().toPlainString());
        put(json, "recording", state.recordingUrl());
        put(json, "priceFollows", state.priceFollows() ? true : null);
        Conversation said = state.conversation();
        if (said != null) {
            JsonObject conversation = new JsonObject();
            put(
                    conversation,
                    "disposition",
                    said.disposition() == null ? null : said.disposition().code());
            put(conversation, "quality", quality(said.quality()));
            put(conversation, "satisfaction", said.satisfaction());
            put(conversation, "callback", said.callbackAt());
            if (said.heard() != null) {
                JsonObject heard = new JsonObject();
                put(heard, "keys", said.heard().keys());
                put(heard, "words", said.heard().words());
                conversation.put("heard", heard);
            }
            put(conversation, "summary", said.summary());
            json.put("said", conversation);
        }
        return json.put("seen", new JsonArray(state.seen()));
    }

    private static void put(JsonObject json, String name, Object value) {
        if (value != null) {
            json.put(name, value instanceof Instant at ? at.toString() : value);
        }
    }

    static CallState read(JsonObject json) {
        JsonObject said = json.getJsonObject("said");
        String by = json.getString("by");
        String outcome = json.getString("outcome");
        String cost = json.getString("cost");
        List<String> seen = new ArrayList<>();
        json.getJsonArray("seen", new JsonArray()).forEach(key -> seen.add((String) key));
        return new CallState(
                json.getString("id"),
                instant(json, "ringing"),
                instant(json, "answered"),
                instant(json, "ended"),
                by == null ? null : AnsweredBy.valueOf(by),
                outcome == null ? null : Coded.of(Outcome.class, outcome),
                json.getString("reason"),
                json.getInteger("talked"),
                cost == null ? null : new BigDecimal(cost),
                said == null ? null : conversation(said),
                json.getString("recording"),
                json.getBoolean("priceFollows", false),
                List.copyOf(seen));
    }

    private static Conversation conversation(JsonObject said) {
        String disposition = said.getString("disposition");
        JsonObject heard = said.getJsonObject("heard");
        return new Conversation(
                disposition == null ? null : Coded.of(Disposition.class, disposition),
                quality(said.getJsonObject("quality")),
                said.getInteger("satisfaction"),
                instant(said, "callback"),
                heard == null ? null : new Heard(heard.getString("keys"), heard.getString("words")),
                said.getString("summary"));
    }

    private static JsonObject quality(CallQuality quality) {
        if (quality == null) {
            return null;
        }
        JsonObject json = new JsonObject();
        put(json, "mos", quality.mos());
        put(json, "responseMillis", quality.responseMillis());
        put(json, "interruptions", quality.interruptions());
        put(json, "sentiment", quality.sentiment());
        return json;
    }

    private static CallQuality quality(JsonObject json) {
        return json == null
                ? null
                : new CallQuality(
                        json.getDouble("mos"),
                        json.getInteger("responseMillis"),
                        json.getInteger("interruptions"),
                        json.getDouble("sentiment"));
    }

    private static Instant instant(JsonObject json, String name) {
        String text = json.getString(name);
        return text == null ? null : Instant.parse(text);
    }
}
