package io.outdial.webhook;

import com.sun.net.httpserver.HttpExchange;
import io.outdial.platform.WebhookSignatures;
import io.outdial.telephony.FakeServer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** An endpoint of a tenant's own: it writes down what it gets and answers as it is told, 200 unless it was. */
public final class Receiver extends FakeServer {

    /** What came, in order. */
    public final List<Message> messages = new CopyOnWriteArrayList<>();

    private final Queue<Reply> replies = new ArrayDeque<>();
    private volatile Reply usual = new Reply(200, Map.of());
    private volatile CountDownLatch gate = new CountDownLatch(0);

    /** A message as received. */
    public record Message(String id, String timestamp, String signatures, String raw) {

        public JsonObject body() {
            return new JsonObject(raw);
        }

        public String type() {
            return body().getString("type");
        }

        public JsonObject data() {
            return body().getJsonObject("data");
        }

        boolean isSignedWith(String secret, Instant now) {
            return WebhookSignatures.verify(
                    secret, id, timestamp, signatures, raw.getBytes(StandardCharsets.UTF_8), now);
        }
    }

    private record Reply(int status, Map<String, String> headers) {}

    /** Answers the next message with this, those after it as before. */
    synchronized Receiver next(int status, Map<String, String> headers) {
        replies.add(new Reply(status, headers));
        return this;
    }

    synchronized Receiver next(int status) {
        return next(status, Map.of());
    }

    Receiver always(int status) {
        usual = new Reply(status, Map.of());
        return this;
    }

    /** Nothing is answered until it is opened. */
    CountDownLatch shut() {
        gate = new CountDownLatch(1);
        return gate;
    }

    @Override
    protected Answer answer(HttpExchange exchange, byte[] body) {
        messages.add(new Message(
                exchange.getRequestHeaders().getFirst("webhook-id"),
                exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                exchange.getRequestHeaders().getFirst("webhook-signature"),
                new String(body, StandardCharsets.UTF_8)));
        Reply reply = reply();
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reply.headers.forEach(exchange.getResponseHeaders()::add);
        return Answer.json(reply.status, "{}");
    }

    private synchronized Reply reply() {
        return replies.isEmpty() ? usual : replies.remove();
    }
}
