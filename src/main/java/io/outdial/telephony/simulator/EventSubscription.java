package io.outdial.telephony.simulator;

import io.outdial.telephony.CallEvent;
import io.outdial.telephony.CallEventSink;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * This replica's subscription to a simulator of its own process: asks for events as many as there is room for, hands them to
 * the sink in order, and reports those that are in the database. What it has not reported when it dies goes to another.
 */
final class EventSubscription {

    private static final Logger LOG = Logger.getLogger(EventSubscription.class.getName());
    private static final int MAX_TAKE = 1_000;
    private static final int WAIT_MILLIS = 2_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(4);
    private static final long AGAIN_MILLIS = 500;
    private static final long WHILE_FULL_MILLIS = 20;
    private static final long REPORT_MILLIS = 10;

    private final Vertx vertx;
    private final CallEventSink sink;
    private final SimulatorClient client;
    private final String replica = UUID.randomUUID().toString();
    /** Bounded by the events that were taken, which are bounded by the sink's room. */
    private final ConcurrentLinkedQueue<Long> safe = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean reporting = new AtomicBoolean();
    private volatile boolean stopped;
    private volatile boolean reachable = true;

    EventSubscription(Vertx vertx, URI url, CallEventSink sink) {
        this.vertx = vertx;
        this.sink = sink;
        // One request waits for events while another reports.
        client = new SimulatorClient(vertx, url, 3, 16);
    }

    void start() {
        vertx.runOnContext(ignored -> take());
    }

    /** Takes no more; completes when the simulator has been told, or does not answer. */
    Future<Void> stop() {
        stopped = true;
        report();
        return post("leave", new JsonObject().put("replica", replica))
                .<Void>mapEmpty()
                .otherwiseEmpty()
                .onComplete(left -> client.close());
    }

    private void take() {
        if (stopped) {
            return;
        }
        int room = Math.min(MAX_TAKE, sink.room());
        if (room <= 0) {
            again(WHILE_FULL_MILLIS);
            return;
        }
        JsonObject question =
                new JsonObject().put("replica", replica).put("max", room).put("waitMillis", WAIT_MILLIS);
        post("take", question).onComplete(answer -> {
            if (answer.failed()) {
                if (reachable && !stopped) {
                    LOG.log(Level.WARNING, "the simulator gives no events and is asked again: " + answer.cause());
                }
                reachable = false;
                again(AGAIN_MILLIS);
                return;
            }
            reachable = true;
            hand(answer.result().getJsonArray("events"), 0);
        });
    }

    /** Hands events over from the given one on; while the sink is full the rest waits, and nothing more is taken. */
    private void hand(JsonArray events, int from) {
        for (int i = from; i < events.size(); i++) {
            JsonObject json = events.getJsonObject(i);
            CallEvent event = Wire.event(json);
            long number = json.getLong("number");
            if (stopped || !sink.offer(event, () -> written(number))) {
                int rest = i;
                if (!stopped) {
                    vertx.setTimer(WHILE_FULL_MILLIS, id -> hand(events, rest));
                }
                return;
            }
        }
        take();
    }

    private void written(long number) {
        safe.add(number);
        if (reporting.compareAndSet(false, true)) {
            vertx.setTimer(REPORT_MILLIS, id -> report());
        }
    }

    private void report() {
        reporting.set(false);
        List<Long> numbers = new ArrayList<>();
        for (Long number = safe.poll(); number != null; number = safe.poll()) {
            numbers.add(number);
        }
        if (numbers.isEmpty()) {
            return;
        }
        post("done", new JsonObject().put("replica", replica).put("numbers", new JsonArray(numbers)))
                .onFailure(failure -> {
                    safe.addAll(numbers);
                    if (!stopped && reporting.compareAndSet(false, true)) {
                        vertx.setTimer(AGAIN_MILLIS, id -> report());
                    }
                });
    }

    private void again(long millis) {
        vertx.setTimer(millis, id -> take());
    }

    private Future<JsonObject> post(String what, JsonObject body) {
        return client.ask(HttpMethod.POST, "/events/" + what, TIMEOUT, body);
    }
}
