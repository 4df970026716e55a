package io.outdial.telephony.simulator;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.TenantId;
import io.outdial.telephony.CallReference;
import io.outdial.telephony.Placed;
import io.outdial.telephony.simulator.EventFeed.Delivery;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The simulator over HTTP, for any number of replicas.
 *
 * <ul>
 *   <li>{@code PUT /calls/{attempt}} makes a call, once: 200 with {@code providerCallId}, or 503 with {@code outcome} and
 *       {@code reason}; a lost answer is a connection that is closed
 *   <li>{@code GET /calls/{attempt}?tenant=} tells what became of it: {@code state} is {@code live}, {@code over},
 *       {@code absent} (no such call was made) or {@code unsure} (from before this process, or forgotten)
 *   <li>{@code DELETE /calls/{attempt}?tenant=} hangs up
 *   <li>{@code POST /events/take} gives {@code replica} up to {@code max} events, waiting for one up to {@code waitMillis};
 *       {@code POST /events/done} takes the {@code numbers} of those that are safe; {@code POST /events/leave} ends it
 *   <li>{@code GET /health} says {@code 200}
 * </ul>
 */
final class SimulatorServer {

    private static final Logger LOG = Logger.getLogger(SimulatorServer.class.getName());
    private static final int MAX_BODY = 1 << 20;
    private static final int MAX_TAKE = 2_000;
    private static final int MAX_WAIT_MILLIS = 5_000;
    private static final long EXPIRE_EVERY_MILLIS = 1_000;

    private final Vertx vertx;
    private final Simulator simulator;
    private final EventFeed feed;

    SimulatorServer(Vertx vertx, Simulator simulator, EventFeed feed) {
        this.vertx = vertx;
        this.simulator = simulator;
        this.feed = feed;
    }

    /** Starts to listen; port 0 picks a free one, which {@link HttpServer#actualPort()} tells. */
    Future<HttpServer> listen(String host, int port) {
        vertx.setPeriodic(EXPIRE_EVERY_MILLIS, id -> feed.expire(System.nanoTime()));
        return vertx.createHttpServer(new HttpServerOptions().setHost(host).setPort(port))
                .requestHandler(this::serve)
                .listen();
    }

    private void serve(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        if (length != null && length.length() > 7) {
            request.response().setStatusCode(413).end();
            return;
        }
        request.body()
                .onSuccess(body -> {
                    try {
                        route(request, body);
                    } catch (RuntimeException mistake) {
                        answer(request, 400, new JsonObject().put("detail", String.valueOf(mistake.getMessage())));
                    }
                })
                .onFailure(gone -> LOG.log(Level.FINE, "a request broke off", gone));
    }

    private void route(HttpServerRequest request, Buffer body) {
        if (body.length() > MAX_BODY) {
            answer(request, 413, new JsonObject());
            return;
        }
        String path = request.path();
        if (path.startsWith("/calls/")) {
            call(request, AttemptId.fromString(path.substring("/calls/".length())), body);
        } else if (path.startsWith("/events/") && request.method() == HttpMethod.POST) {
            events(request, path.substring("/events/".length()), body.toJsonObject());
        } else if (path.equals("/health")) {
            answer(request, 200, new JsonObject().put("eventsWaiting", feed.size()));
        } else {
            answer(request, 404, new JsonObject());
        }
    }

    private void call(HttpServerRequest request, AttemptId attempt, Buffer body) {
        if (request.method() == HttpMethod.PUT) {
            Context context = vertx.getOrCreateContext();
            simulator
                    .place(Wire.request(attempt, body.toJsonObject()))
                    .subscribe()
                    .with(
                            placed -> context.runOnContext(ignored -> placed(request, placed)),
                            lost -> context.runOnContext(
                                    ignored -> request.connection().close()));
            return;
        }
        var call =
                new CallReference(TenantId.fromString(request.getParam("tenant")), attempt, null, null, Instant.EPOCH);
        if (request.method() == HttpMethod.GET) {
            simulator
                    .lookUp(call)
                    .subscribe()
                    .with(
                            found -> answer(request, 200, Wire.of(found)),
                            failure -> answer(request, 500, new JsonObject()));
        } else if (request.method() == HttpMethod.DELETE) {
            simulator.hangUp(call).subscribe().with(done -> answer(request, 200, new JsonObject()));
        } else {
            answer(request, 405, new JsonObject());
        }
    }

    private static void placed(HttpServerRequest request, Placed placed) {
        if (placed instanceof Placed.Refused refused) {
            answer(
                    request,
                    503,
                    new JsonObject().put("outcome", refused.outcome().code()).put("reason", refused.reason()));
        } else {
            answer(request, 200, new JsonObject().put("providerCallId", ((Placed.Accepted) placed).providerCallId()));
        }
    }

    private void events(HttpServerRequest request, String what, JsonObject body) {
        String replica = body.getString("replica");
        switch (what) {
            case "take" -> take(request, replica, body);
            case "done" -> {
                List<Long> numbers = new ArrayList<>();
                body.getJsonArray("numbers").forEach(number -> numbers.add(((Number) number).longValue()));
                feed.done(replica, numbers, System.nanoTime());
                answer(request, 200, new JsonObject());
            }
            case "leave" -> {
                feed.leave(replica);
                answer(request, 200, new JsonObject());
            }
            default -> answer(request, 404, new JsonObject());
        }
    }

    private void take(HttpServerRequest request, String replica, JsonObject body) {
        int max = Math.max(1, Math.min(body.getInteger("max"), MAX_TAKE));
        int wait = Math.max(1, Math.min(body.getInteger("waitMillis"), MAX_WAIT_MILLIS));
        Context context = vertx.getOrCreateContext();
        Consumer<List<Delivery>> answer = deliveries -> context.runOnContext(ignored -> {
            JsonArray events = new JsonArray();
            deliveries.forEach(each -> events.add(Wire.of(each.event()).put("number", each.number())));
            answer(request, 200, new JsonObject().put("events", events));
        });
        feed.take(replica, max, answer, System.nanoTime());
        vertx.setTimer(wait, id -> feed.stopWaiting(replica, answer));
        // A replica that is gone must not be handed what it can no longer read.
        request.response().closeHandler(gone -> feed.stopWaiting(replica, answer));
    }

    private static void answer(HttpServerRequest request, int status, JsonObject body) {
        if (!request.response().closed() && !request.response().ended()) {
            request.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .end(body.toBuffer());
        }
    }
}
