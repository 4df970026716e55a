package io.outdial.telephony.http;

import com.sun.net.httpserver.HttpExchange;
import io.outdial.telephony.Delivery;
import io.outdial.telephony.FakeServer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A provider that serves the contract of {@code docs/telephony-http.openapi.yaml}, signing and checking in code of its own. */
public final class FakeHttpProvider extends FakeServer {

    public static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    static final class Call {
        final String callId = "call-" + UUID.randomUUID();
        final JsonObject asked;
        volatile String status = "ringing";
        volatile JsonObject end;

        Call(JsonObject asked) {
            this.asked = asked;
        }
    }

    final Map<String, Call> calls = new ConcurrentHashMap<>();
    public final List<String> complaints = new CopyOnWriteArrayList<>();
    private final long stepMillis;
    private final long talkMillis;
    private volatile Delivery delivery;
    private volatile Answer instead;

    /** @param talkMillis negative: until somebody hangs up */
    public FakeHttpProvider(long stepMillis, long talkMillis) {
        this.stepMillis = stepMillis;
        this.talkMillis = talkMillis;
    }

    public void reportsTo(Delivery to) {
        delivery = to;
    }

    /** What create requests are answered from now on; null: as they should be. */
    void answers(Integer status, String body) {
        instead = status == null ? null : Answer.json(status, body);
    }

    @Override
    protected Answer answer(HttpExchange exchange, byte[] body) {
        String path = exchange.getRequestURI().getPath();
        byte[] signed =
                body.length > 0 ? body : (exchange.getRequestMethod() + " " + path).getBytes(StandardCharsets.UTF_8);
        String id = exchange.getRequestHeaders().getFirst("webhook-id");
        String at = exchange.getRequestHeaders().getFirst("webhook-timestamp");
        String expected = "v1," + mac(id, at, signed);
        if (!expected.equals(exchange.getRequestHeaders().getFirst("webhook-signature"))) {
            return Answer.json(401, "{}");
        }
        if (path.equals("/health")) {
            return new Answer(204, null, null);
        }
        if (path.equals("/calls")) {
            return create(new JsonObject(new String(body, StandardCharsets.UTF_8)));
        }
        String attempt = path.substring("/calls/".length());
        Call call = calls.get(attempt);
        if (call == null) {
            return Answer.json(404, new JsonObject().put("id", attempt).encode());
        }
        if (exchange.getRequestMethod().equals("DELETE")) {
            after(0, () -> end(call, "answered_human"));
            return new Answer(204, null, null);
        }
        JsonObject known =
                new JsonObject().put("id", attempt).put("callId", call.callId).put("status", call.status);
        return Answer.json(
                200, call.end == null ? known.encode() : known.mergeIn(call.end).encode());
    }

    private Answer create(JsonObject asked) {
        if (instead != null) {
            return instead;
        }
        String attempt = asked.getString("id");
        boolean[] isNew = {false};
        Call call = calls.computeIfAbsent(attempt, any -> {
            isNew[0] = true;
            return new Call(asked);
        });
        if (isNew[0]) {
            after(stepMillis, () -> {
                tell(call, new JsonObject().put("type", "ringing"));
                after(stepMillis, () -> pickUp(call));
            });
        }
        return Answer.json(
                isNew[0] ? 201 : 200,
                new JsonObject().put("callId", call.callId).encode());
    }

    private void pickUp(Call call) {
        call.status = "in_progress";
        Delivery.Reply reply = tell(call, new JsonObject().put("type", "answered"));
        if (!new JsonObject(reply.body()).getBoolean("continue")) {
            end(call, "answered_human");
        } else if (talkMillis >= 0) {
            after(talkMillis, () -> end(call, "answered_human"));
        }
    }

    private void end(Call call, String outcome) {
        synchronized (call) {
            if (call.end != null) {
                return;
            }
            call.end = new JsonObject()
                    .put("outcome", outcome)
                    .put("talkSeconds", 7)
                    .put("cost", "0.0500")
                    .put("answeredBy", "human")
                    .put("disposition", "booked")
                    .put("quality", new JsonObject().put("mos", 4.2).put("responseMillis", 800))
                    .put("satisfaction", 5)
                    .put("keys", "9");
            call.status = "ended";
        }
        tell(call, call.end.copy().put("type", "ended"));
    }

    private Delivery.Reply tell(Call call, JsonObject event) {
        event.put("id", call.asked.getString("id"))
                .put("callId", call.callId)
                .put("at", Instant.now().toString());
        byte[] body = event.encode().getBytes(StandardCharsets.UTF_8);
        Delivery.Reply reply = delivery.deliver(
                call.asked.getString("callbackUrl"), headers("event-" + UUID.randomUUID(), body), body);
        if (reply.status() >= 300) {
            complaints.add(event + " was answered " + reply.status() + " " + reply.body());
        }
        return reply;
    }

    static Map<String, String> headers(String id, byte[] body) {
        String at = String.valueOf(Instant.now().getEpochSecond());
        return Map.of(
                "webhook-id",
                id,
                "webhook-timestamp",
                at,
                "webhook-signature",
                "v1," + mac(id, at, body),
                "Content-Type",
                "application/json");
    }

    private static String mac(String id, String at, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(SECRET.substring(6)), "HmacSHA256"));
            mac.update((id + "." + at + ".").getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
