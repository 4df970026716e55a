package io.outdial.telephony.retell;

import com.sun.net.httpserver.HttpExchange;
import io.outdial.telephony.FakePlatform;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The platform as its API reference describes it; the fields that it knows are those of its SDK's types. */
public final class FakeRetell extends FakePlatform {

    public static final String KEY = "key_0123456789";
    public static final String AGENT = "oBeDLoLOeuAbiuaMFXRtDOLriTJ5tSxD";

    private static final Set<String> CALL = Set.of(
            "from_number",
            "to_number",
            "override_agent_id",
            "override_agent_version",
            "agent_override",
            "metadata",
            "retell_llm_dynamic_variables",
            "custom_sip_headers");
    private static final Set<String> AGENT_FIELDS = Set.of(
            "webhook_url",
            "ring_duration_ms",
            "voicemail_option",
            "post_call_analysis_data",
            "language",
            "voice_id",
            "webhook_timeout_ms");
    private static final Set<String> FILTER =
            Set.of("to_number", "from_number", "metadata", "call_status", "start_timestamp");

    public FakeRetell(Function<String, String> fates, long stepMillis, long talkMillis, boolean chaos) {
        super(fates, stepMillis, talkMillis, chaos);
    }

    @Override
    protected Answer answer(HttpExchange exchange, byte[] body) {
        if (!("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return error(401, "Api key not found or invalid.");
        }
        String request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        JsonObject asked = body.length == 0 ? null : new JsonObject(new String(body, StandardCharsets.UTF_8));
        if (request.equals("POST /v2/create-phone-call")) {
            return create(asked);
        }
        if (request.equals("POST /v3/list-calls")) {
            return list(asked);
        }
        if (request.equals("GET /get-concurrency")) {
            return Answer.json(
                    200, new JsonObject().put("current_concurrency", 0).encode());
        }
        Call call = calls.get(request.substring(request.lastIndexOf('/') + 1));
        if (call == null) {
            return error(404, "The requested resource was not found.");
        }
        if (request.startsWith("POST /v2/stop-call/")) {
            return stop(call);
        }
        return Answer.json(200, document(call, true).encode());
    }

    private Answer create(JsonObject asked) {
        knows("a call", asked, CALL, Set.of("from_number", "to_number", "metadata"));
        JsonObject agent = asked.getJsonObject("agent_override").getJsonObject("agent");
        knows("agent_override.agent", agent, AGENT_FIELDS, Set.of("webhook_url"));
        int ring = agent.getInteger("ring_duration_ms");
        if (ring < 5_000 || ring > 90_000) {
            complaints.add("it rings for 5 to 90 seconds, not " + ring);
        }
        asked.getJsonObject("retell_llm_dynamic_variables").forEach(each -> {
            if (!(each.getValue() instanceof String)) {
                complaints.add("a variable is text: " + each);
            }
        });
        if (instead != null && instead.status() != 0) {
            return instead;
        }
        Call call = make("call_", asked.getString("to_number"), asked, "registered");
        after(stepMillis, () -> dial(call));
        return instead != null
                ? instead
                : Answer.json(201, document(call, false).encode());
    }

    private void dial(Call call) {
        String fate = fates.apply(call.to);
        if (call.endedAt != null) {
            return;
        }
        if (!RetellOutcomes.ofReason(fate).outcome(true, 60).answered()) {
            end(call, fate);
            return;
        }
        call.status = "ongoing";
        call.answeredAt = Instant.now();
        webhook(call, "call_started");
        if (talkMillis >= 0) {
            after(talkMillis, () -> end(call, fate));
        }
    }

    private void end(Call call, String reason) {
        synchronized (call) {
            if (call.endedAt != null) {
                return;
            }
            call.endedAt = Instant.now();
            call.reason = reason;
            call.status = call.answeredAt == null ? "not_connected" : "ended";
        }
        if (chaos) {
            webhook(call, "call_analyzed");
            webhook(call, "call_ended");
        } else {
            webhook(call, "call_ended");
            after(stepMillis, () -> webhook(call, "call_analyzed"));
        }
    }

    private Answer stop(Call call) {
        if (call.endedAt != null) {
            return error(400, "Call is not ongoing.");
        }
        call.hungUp = true;
        after(0, () -> end(call, "manual_stopped"));
        return new Answer(204, null, null);
    }

    private Answer list(JsonObject asked) {
        knows("list-calls", asked, Set.of("filter_criteria", "limit", "sort_order", "pagination_key"), Set.of());
        JsonObject filter = asked.getJsonObject("filter_criteria");
        knows("filter_criteria", filter, FILTER, Set.of());
        String to = equal(filter.getJsonObject("to_number"), Set.of("type", "op", "value"));
        JsonObject wanted = filter.getJsonArray("metadata").getJsonObject(0);
        String value = equal(wanted, Set.of("type", "op", "value", "key"));
        JsonArray items = new JsonArray();
        calls.values().stream()
                .filter(call -> call.to.equals(to))
                .filter(call ->
                        value.equals(call.asked.getJsonObject("metadata").getString(wanted.getString("key"))))
                .limit(asked.getInteger("limit"))
                .forEach(call -> items.add(document(call, false)));
        return Answer.json(
                200, new JsonObject().put("items", items).put("has_more", false).encode());
    }

    private String equal(JsonObject filter, Set<String> names) {
        knows("a filter", filter, names, names);
        if (!"string".equals(filter.getString("type")) || !"eq".equals(filter.getString("op"))) {
            complaints.add("no such filter: " + filter);
        }
        return filter.getString("value");
    }

    private JsonObject document(Call call, boolean analyzed) {
        JsonObject json = new JsonObject()
                .put("call_type", "phone_call")
                .put("call_id", call.id)
                .put("agent_id", AGENT)
                .put("call_status", call.status)
                .put("direction", "outbound")
                .put("from_number", call.asked.getString("from_number"))
                .put("to_number", call.to)
                .put("metadata", call.asked.getJsonObject("metadata"));
        if (call.answeredAt != null) {
            json.put("start_timestamp", call.answeredAt.toEpochMilli());
        }
        if (call.endedAt == null) {
            return json;
        }
        json.put("end_timestamp", call.endedAt.toEpochMilli()).put("disconnection_reason", call.reason);
        if (call.answeredAt == null) {
            return json;
        }
        json.put("duration_ms", Duration.between(call.answeredAt, call.endedAt).toMillis())
                .put("recording_url", "https://retellai.s3.us-west-2.amazonaws.com/1/recording.wav")
                .put("call_cost", new JsonObject().put("combined_cost", 70).put("total_duration_seconds", 60))
                .put(
                        "latency",
                        new JsonObject()
                                .put("e2e", new JsonObject().put("p50", 800.6).put("num", 10)))
                .put(
                        "transcript_with_tool_calls",
                        new JsonArray()
                                .add(utterance("agent", "content", "Do you want to book?"))
                                .add(utterance("user", "content", "Yes please"))
                                .add(utterance("dtmf", "digit", "9"))
                                .add(utterance("user", "content", "and then stop calling")));
        if (analyzed) {
            json.put(
                    "call_analysis",
                    new JsonObject()
                            .put("call_summary", "Sara booked for Tuesday.")
                            .put("in_voicemail", "voicemail_reached".equals(call.reason))
                            .put("user_sentiment", "Positive")
                            .put("call_successful", true)
                            .put(
                                    "custom_analysis_data",
                                    new JsonObject()
                                            .put("disposition", "callback_requested")
                                            .put("satisfaction", 5)
                                            .put("callback_at", "2026-03-01T17:30:00+03:00")));
        }
        return json;
    }

    private static JsonObject utterance(String role, String name, String value) {
        return new JsonObject().put("role", role).put(name, value);
    }

    private void webhook(Call call, String event) {
        report(call, new JsonObject().put("event", event).put("call", document(call, event.equals("call_analyzed"))));
    }

    @Override
    protected String url(Call call) {
        return call.asked.getJsonObject("agent_override").getJsonObject("agent").getString("webhook_url");
    }

    @Override
    protected Map<String, String> headers(Call call, byte[] body) {
        return Map.of("Content-Type", "application/json", "x-retell-signature", sign(body, System.currentTimeMillis()));
    }

    /** As the platform's SDKs do it, in code of its own. */
    static String sign(byte[] body, long millis) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String text = new String(body, StandardCharsets.UTF_8) + millis;
            return "v=" + millis + ",d=" + HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Answer error(int status, String message) {
        return Answer.json(
                status,
                new JsonObject().put("status", "error").put("message", message).encode());
    }
}
