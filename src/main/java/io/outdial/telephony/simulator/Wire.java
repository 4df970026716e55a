package io.outdial.telephony.simulator;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.Coded;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.kernel.TenantId;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.CallQuality;
import io.outdial.telephony.CallRequest;
import io.outdial.telephony.Deadline;
import io.outdial.telephony.Heard;
import io.outdial.telephony.LookUp;
import io.outdial.telephony.OptOutWays;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** How requests, events and look-ups travel between replicas and the simulator's own process. */
final class Wire {

    private Wire() {}

    /** What the network needs of a request: not what the agent will say. */
    static JsonObject of(CallRequest request) {
        return new JsonObject()
                .put("tenant", request.tenant().toString())
                .put("campaign", request.campaign().toString())
                .put("to", request.to())
                .put("ringTimeout", request.ringTimeout().toString())
                .put("record", request.record())
                .put("voicemailMessage", request.voicemailMessage())
                .put("transferTo", request.transferTo())
                .put("optOut", of(request.optOut()));
    }

    /** @throws RuntimeException when it is not a request */
    static CallRequest request(AttemptId attempt, JsonObject json) {
        return new CallRequest(
                TenantId.fromString(json.getString("tenant")),
                new CampaignId(java.util.UUID.fromString(json.getString("campaign"))),
                attempt,
                json.getString("to"),
                null,
                Duration.parse(json.getString("ringTimeout")),
                true,
                json.getBoolean("record", false),
                null,
                null,
                null,
                null,
                Map.of(),
                json.getString("voicemailMessage"),
                json.getString("transferTo"),
                optOut(json.getJsonObject("optOut")),
                null,
                Deadline.in(Duration.ofMinutes(1)));
    }

    static JsonObject of(LookUp found) {
        if (found instanceof LookUp.Live live) {
            return new JsonObject().put("state", "live").put("providerCallId", live.providerCallId());
        }
        if (found instanceof LookUp.Over over) {
            return new JsonObject().put("state", "over").put("end", of(over.end()));
        }
        return new JsonObject().put("state", found instanceof LookUp.Absent ? "absent" : "unsure");
    }

    static LookUp lookUp(JsonObject json) {
        return switch (json.getString("state")) {
            case "live" -> new LookUp.Live(json.getString("providerCallId"));
            case "over" -> new LookUp.Over((CallEvent.Ended) event(json.getJsonObject("end")));
            case "absent" -> new LookUp.Absent();
            default -> new LookUp.Unsure();
        };
    }

    static JsonObject of(CallEvent event) {
        JsonObject json = new JsonObject()
                .put("tenant", event.tenant().toString())
                .put("attempt", event.attempt().toString())
                .put("at", event.at().toString());
        if (event instanceof CallEvent.Ended end) {
            return json.put("type", "ended")
                    .put("outcome", end.outcome().code())
                    .put("disposition", end.disposition().code())
                    .put("reason", end.reason())
                    .put("talkSeconds", end.talkSeconds())
                    .put("cost", end.cost() == null ? null : end.cost().toString())
                    .put("quality", of(end.quality()))
                    .put("satisfaction", end.satisfaction())
                    .put(
                            "callbackAt",
                            end.callbackAt() == null ? null : end.callbackAt().toString())
                    .put("recordingUrl", end.recordingUrl())
                    .put("heard", of(end.heard()));
        }
        return json.put("type", event instanceof CallEvent.Answered ? "answered" : "ringing");
    }

    static CallEvent event(JsonObject json) {
        TenantId tenant = TenantId.fromString(json.getString("tenant"));
        AttemptId attempt = AttemptId.fromString(json.getString("attempt"));
        Instant at = Instant.parse(json.getString("at"));
        return switch (json.getString("type")) {
            case "ringing" -> new CallEvent.Ringing(tenant, attempt, at);
            case "answered" -> new CallEvent.Answered(tenant, attempt, at);
            default -> ended(json, tenant, attempt, at);
        };
    }

    private static CallEvent.Ended ended(JsonObject json, TenantId tenant, AttemptId attempt, Instant at) {
        String cost = json.getString("cost");
        String callback = json.getString("callbackAt");
        return new CallEvent.Ended(
                tenant,
                attempt,
                at,
                Coded.of(Outcome.class, json.getString("outcome")),
                Coded.of(Disposition.class, json.getString("disposition")),
                json.getString("reason"),
                json.getInteger("talkSeconds"),
                cost == null ? null : new BigDecimal(cost),
                quality(json.getJsonObject("quality")),
                json.getInteger("satisfaction"),
                callback == null ? null : Instant.parse(callback),
                json.getString("recordingUrl"),
                heard(json.getJsonObject("heard")));
    }

    private static JsonObject of(OptOutWays ways) {
        return ways == null
                ? null
                : new JsonObject().put("key", ways.key()).put("phrases", new JsonArray(ways.phrases()));
    }

    private static OptOutWays optOut(JsonObject json) {
        return json == null
                ? null
                : new OptOutWays(
                        json.getString("key"),
                        json.getJsonArray("phrases").stream()
                                .map(Object::toString)
                                .toList());
    }

    private static JsonObject of(Heard heard) {
        return heard == null ? null : new JsonObject().put("keys", heard.keys()).put("words", heard.words());
    }

    private static Heard heard(JsonObject json) {
        return json == null ? null : new Heard(json.getString("keys"), json.getString("words"));
    }

    private static JsonObject of(CallQuality quality) {
        return quality == null
                ? null
                : new JsonObject()
                        .put("mos", quality.mos())
                        .put("responseMillis", quality.responseMillis())
                        .put("interruptions", quality.interruptions())
                        .put("sentiment", quality.sentiment());
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
}
