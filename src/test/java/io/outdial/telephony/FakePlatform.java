package io.outdial.telephony;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A platform of voice agents: it makes calls of JSON documents, reports on them in its own words, and complains where it is
 * asked in a way that its published API does not know.
 */
public abstract class FakePlatform extends FakeServer {

    /** A call as the platform knows it. */
    public static final class Call {
        public final String id;
        public final String to;
        public final JsonObject asked;
        public volatile Instant made = Instant.now();
        public volatile String status;
        public volatile Instant answeredAt;
        public volatile Instant endedAt;
        public volatile String reason;
        public volatile boolean hungUp;

        Call(String id, String to, JsonObject asked, String status) {
            this.id = id;
            this.to = to;
            this.asked = asked;
            this.status = status;
        }
    }

    public final Map<String, Call> calls = new ConcurrentHashMap<>();
    /** Calls in the order of their creation. */
    public final ConcurrentLinkedQueue<Call> made = new ConcurrentLinkedQueue<>();
    /** What was asked or answered as it should not be. */
    public final List<String> complaints = new CopyOnWriteArrayList<>();

    protected final Function<String, String> fates;
    protected final long stepMillis;
    protected final long talkMillis;
    protected final boolean chaos;
    private volatile Delivery delivery;
    protected volatile Answer instead;

    /**
     * @param fates reason of the end by the called number
     * @param talkMillis how long people talk; negative: until somebody hangs up
     * @param chaos whether reports come twice and in the wrong order
     */
    protected FakePlatform(Function<String, String> fates, long stepMillis, long talkMillis, boolean chaos) {
        this.fates = fates;
        this.stepMillis = stepMillis;
        this.talkMillis = talkMillis;
        this.chaos = chaos;
    }

    public void reportsTo(Delivery to) {
        delivery = to;
    }

    /** What create requests are answered from now on; 0: nothing at all. */
    public void answers(int status, String body) {
        instead = status == 0 ? Answer.none() : Answer.json(status, body);
    }

    protected Call make(String prefix, String to, JsonObject asked, String status) {
        Call call = new Call(prefix + UUID.randomUUID(), to, asked, status);
        calls.put(call.id, call);
        made.add(call);
        return call;
    }

    /** Names that the published API knows. */
    protected void knows(String where, JsonObject json, Set<String> names, Set<String> required) {
        for (String name : json.fieldNames()) {
            if (!names.contains(name)) {
                complaints.add(where + " has no field " + name);
            }
        }
        for (String name : required) {
            if (json.getValue(name) == null) {
                complaints.add(where + " needs " + name);
            }
        }
    }

    /** Headers of a message to send. */
    protected abstract Map<String, String> headers(Call call, byte[] body);

    protected abstract String url(Call call);

    /** Under chaos everything comes twice, the second time late. */
    protected void report(Call call, JsonObject message) {
        byte[] body = message.encode().getBytes(StandardCharsets.UTF_8);
        if (chaos) {
            after(stepMillis * 3, () -> send(call, body));
        }
        send(call, body);
    }

    private void send(Call call, byte[] body) {
        Delivery.Reply reply = delivery.deliver(url(call), headers(call, body), body);
        if (reply.status() >= 300) {
            complaints.add(new String(body, StandardCharsets.UTF_8) + " was answered " + reply.status());
        }
    }
}
