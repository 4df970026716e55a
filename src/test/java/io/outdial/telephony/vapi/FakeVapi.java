package io.outdial.telephony.vapi;

import com.sun.net.httpserver.HttpExchange;
import io.outdial.telephony.FakePlatform;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The platform as its API reference describes it; the fields that it knows are those of its SDK's types. */
public final class FakeVapi extends FakePlatform {

    public static final String KEY = "vapi-private-key";
    public static final String SECRET = "a-server-secret-of-the-test";
    public static final String NUMBER = "0c1f5a11-0000-4000-8000-000000000001";
    public static final String ASSISTANT = "5b0a4a08-133c-4146-9315-0984f8c6be80";

    private static final Set<String> CALL = Set.of(
            "assistantVersion",
            "transport",
            "customers",
            "name",
            "schedulePlan",
            "assistantId",
            "assistant",
            "assistantOverrides",
            "squadId",
            "squad",
            "squadOverrides",
            "workflowId",
            "workflow",
            "workflowOverrides",
            "phoneNumberId",
            "phoneNumber",
            "customerId",
            "customer");
    private static final Set<String> OVERRIDES = Set.of(
            "variableValues",
            "metadata",
            "server",
            "serverMessages",
            "artifactPlan",
            "voicemailDetection",
            "voicemailMessage",
            "analysisPlan",
            "firstMessage");
    private static final Set<String> SERVER = Set.of("timeoutSeconds", "credentialId", "url", "headers", "backoffPlan");
    private static final Set<String> PROVIDERS = Set.of("vapi", "google", "openai", "twilio");

    private final boolean signs;
    /** The server of the assistant, for calls that bring none. */
    volatile JsonObject ownServer;

    /** @param signs whether messages are signed by a custom credential; otherwise they carry the headers that were given */
    public FakeVapi(Function<String, String> fates, long stepMillis, long talkMillis, boolean chaos, boolean signs) {
        super(fates, stepMillis, talkMillis, chaos);
        this.signs = signs;
    }

    @Override
    protected Answer answer(HttpExchange exchange, byte[] body) {
        String path = exchange.getRequestURI().getPath();
        boolean posts = exchange.getRequestMethod().equals("POST");
        if (path.endsWith("/control")) {
            return control(path, new JsonObject(new String(body, StandardCharsets.UTF_8)), exchange);
        }
        if (!("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return error(401, "Invalid Key. Hot tip, you may be using the public key instead of the private key.");
        }
        if (path.equals("/call")) {
            return posts ? create(new JsonObject(new String(body, StandardCharsets.UTF_8))) : list(exchange);
        }
        if (path.startsWith("/call/")) {
            Call call = calls.get(path.substring("/call/".length()));
            return call == null
                    ? error(404, "Call not found")
                    : Answer.json(200, document(call).encode());
        }
        if (path.equals("/phone-number/" + NUMBER)) {
            return Answer.json(200, new JsonObject().put("id", NUMBER).encode());
        }
        return error(404, "Not found");
    }

    private Answer create(JsonObject asked) {
        knows("a call", asked, CALL, Set.of("assistantId", "phoneNumberId", "customer"));
        JsonObject overrides = asked.getJsonObject("assistantOverrides");
        knows("assistantOverrides", overrides, OVERRIDES, Set.of("metadata"));
        if (overrides.containsKey("server")) {
            knows("server", overrides.getJsonObject("server"), SERVER, Set.of("url"));
        }
        if (asked.getString("name", "").length() > 40) {
            complaints.add("a name has 40 characters at most");
        }
        JsonObject detection = overrides.getJsonObject("voicemailDetection");
        if (detection != null && !PROVIDERS.contains(detection.getString("provider"))) {
            complaints.add("no provider of voicemail detection: " + detection);
        }
        overrides.getJsonObject("variableValues").forEach(each -> {
            if (!(each.getValue() instanceof String)) {
                complaints.add("a variable is text: " + each);
            }
        });
        if (instead != null && instead.status() != 0) {
            return instead;
        }
        String to = asked.getJsonObject("customer").getString("number");
        Call call = make("", to, asked, "queued");
        after(stepMillis, () -> ring(call));
        return instead != null ? instead : Answer.json(201, document(call).encode());
    }

    private void ring(Call call) {
        String fate = fates.apply(call.to);
        if (call.endedAt != null) {
            return;
        }
        call.status = "ringing";
        update(call, "ringing");
        boolean picksUp = VapiOutcomes.ofReason(fate).outcome(true, 60).answered();
        after(stepMillis, () -> {
            if (picksUp) {
                pickUp(call, fate);
            } else {
                end(call, fate);
            }
        });
    }

    private void pickUp(Call call, String fate) {
        if (call.endedAt != null) {
            return;
        }
        call.status = "in-progress";
        call.answeredAt = Instant.now();
        update(call, "in-progress");
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
            call.status = "ended";
        }
        if (chaos) {
            report(call, report(call));
            update(call, "ended");
        } else {
            update(call, "ended");
            after(stepMillis, () -> report(call, report(call)));
        }
    }

    private Answer control(String path, JsonObject asked, HttpExchange exchange) {
        if (exchange.getRequestHeaders().containsKey("Authorization")) {
            complaints.add("the key went to the address of a call");
        }
        Call call = calls.get(path.substring(1, path.length() - "/control".length()));
        if (asked.getString("type").equals("end-call")) {
            call.hungUp = true;
            after(0, () -> end(call, "assistant-ended-call"));
        }
        return Answer.json(200, "{}");
    }

    private Answer list(HttpExchange exchange) {
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        Instant from = Instant.parse(query.get("createdAtGe"));
        String upTo = query.get("createdAtLe");
        String before = query.get("createdAtLt");
        JsonArray found = new JsonArray();
        calls.values().stream()
                .filter(call -> !call.made.isBefore(from))
                .filter(call -> upTo == null || !call.made.isAfter(Instant.parse(upTo)))
                .filter(call -> before == null || call.made.isBefore(Instant.parse(before)))
                .sorted(Comparator.comparing((Call call) -> call.made).reversed())
                .limit(Integer.parseInt(query.get("limit")))
                .forEach(call -> found.add(document(call)));
        return Answer.json(200, found.encode());
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            query.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return query;
    }

    private JsonObject document(Call call) {
        JsonObject json = new JsonObject()
                .put("id", call.id)
                .put("orgId", "eb166faa-7145-46ef-8044-589b47ae3b56")
                .put("type", "outboundPhoneCall")
                .put("status", call.status)
                .put("createdAt", call.made.toString())
                .put("updatedAt", Instant.now().toString())
                .put("name", call.asked.getString("name"))
                .put("customer", call.asked.getJsonObject("customer"))
                .put("assistantOverrides", call.asked.getJsonObject("assistantOverrides"))
                .put("monitor", new JsonObject().put("controlUrl", url() + "/" + call.id + "/control"));
        if (call.answeredAt != null) {
            json.put("startedAt", call.answeredAt.toString());
        }
        return call.endedAt == null ? json : json.mergeIn(result(call));
    }

    private JsonObject result(Call call) {
        JsonObject json = new JsonObject()
                .put("endedReason", call.reason)
                .put("endedAt", call.endedAt.toString())
                .put("cost", call.answeredAt == null ? 0 : 0.1234)
                .put("artifact", new JsonObject())
                .put("analysis", new JsonObject());
        if (call.answeredAt != null) {
            json.put("startedAt", call.answeredAt.toString())
                    .put(
                            "durationSeconds",
                            Duration.between(call.answeredAt, call.endedAt).toMillis() / 1000.0)
                    .put(
                            "artifact",
                            new JsonObject()
                                    .put(
                                            "recording",
                                            new JsonObject()
                                                    .put(
                                                            "mono",
                                                            new JsonObject()
                                                                    .put(
                                                                            "combinedUrl",
                                                                            "https://storage.vapi.ai/1.wav")))
                                    .put(
                                            "performanceMetrics",
                                            new JsonObject()
                                                    .put("turnLatencyAverage", 812.4)
                                                    .put("numUserInterrupted", 1)
                                                    .put("numAssistantInterrupted", 2))
                                    .put(
                                            "messages",
                                            new JsonArray()
                                                    .add(message("bot", "Do you want to book?"))
                                                    .add(message("user", "Yes please"))
                                                    .add(message("user", "and then stop calling"))))
                    .put(
                            "analysis",
                            new JsonObject()
                                    .put("summary", "Sara booked for Tuesday.")
                                    .put(
                                            "structuredData",
                                            new JsonObject()
                                                    .put("disposition", "booked")
                                                    .put("satisfaction", 4)
                                                    .put("callback_at", "next week some time")));
        }
        return json;
    }

    private static JsonObject message(String role, String text) {
        return new JsonObject().put("role", role).put("message", text).put("time", 1);
    }

    private JsonObject report(Call call) {
        return new JsonObject()
                .put(
                        "message",
                        result(call)
                                .put("type", "end-of-call-report")
                                .put("timestamp", System.currentTimeMillis())
                                .put("call", document(call)));
    }

    private void update(Call call, String status) {
        JsonObject message = new JsonObject()
                .put("type", "status-update")
                .put("status", status)
                .put("timestamp", System.currentTimeMillis())
                .put("call", document(call));
        if (call.reason != null) {
            message.put("endedReason", call.reason);
        }
        report(call, new JsonObject().put("message", message));
    }

    private JsonObject server(Call call) {
        JsonObject server = call.asked.getJsonObject("assistantOverrides").getJsonObject("server");
        return server == null ? ownServer : server;
    }

    @Override
    protected String url(Call call) {
        return server(call).getString("url");
    }

    @Override
    protected Map<String, String> headers(Call call, byte[] body) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/json");
        if (signs) {
            if (!"cred-1".equals(server(call).getString("credentialId"))) {
                complaints.add("the credential is not named");
            }
            String now = String.valueOf(System.currentTimeMillis());
            headers.put("x-timestamp", now);
            headers.put("x-signature", sign(now, body));
        } else {
            server(call).getJsonObject("headers").forEach(each -> headers.put(each.getKey(), (String) each.getValue()));
        }
        return headers;
    }

    /** As documented, in code of its own. */
    static String sign(String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String text = timestamp + "." + new String(body, StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Answer error(int status, String... messages) {
        Object message = messages.length == 1 ? messages[0] : new JsonArray(List.of(messages));
        return Answer.json(
                status,
                new JsonObject()
                        .put("message", message)
                        .put("statusCode", status)
                        .encode());
    }
}
