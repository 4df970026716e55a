package io.outdial.telephony.simulator;

import io.outdial.kernel.Coded;
import io.outdial.kernel.Outcome;
import io.outdial.platform.NotSent;
import io.outdial.telephony.CallEventSink;
import io.outdial.telephony.CallReference;
import io.outdial.telephony.CallRequest;
import io.outdial.telephony.Capabilities;
import io.outdial.telephony.LookUp;
import io.outdial.telephony.Placed;
import io.outdial.telephony.TelephonyGateway;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The simulator in a process of its own, shared by all replicas. It outlives them, knows of every call that was ever made,
 * and gives their events to whoever is there.
 */
final class RemoteSimulator implements TelephonyGateway, AutoCloseable {

    private static final int MAX_CONNECTIONS = 256;
    private static final int MAX_WAITING = 4_096;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final SimulatorClient client;
    private final EventSubscription events;

    RemoteSimulator(Vertx vertx, URI url, CallEventSink sink) {
        client = new SimulatorClient(vertx, url, MAX_CONNECTIONS, MAX_WAITING);
        events = new EventSubscription(vertx, url, sink);
    }

    /** Begins to take events. */
    void start() {
        events.start();
    }

    @Override
    public String name() {
        return "simulator";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(Duration.ofHours(1), true, true, Duration.ZERO, true, true, true, true, true);
    }

    @Override
    public Uni<Placed> place(CallRequest call) {
        return uni(() -> client.request(
                        HttpMethod.PUT,
                        "/calls/" + call.attempt(),
                        TIMEOUT,
                        connected -> connected
                                .recover(failure -> Future.failedFuture(
                                        new NotSent("no connection to the simulator: " + failure.getMessage())))
                                .compose(request -> inTime(request, call)),
                        Wire.of(call).toBuffer())
                .compose(RemoteSimulator::placed));
    }

    private static Future<HttpClientRequest> inTime(HttpClientRequest request, CallRequest call) {
        if (!call.sendBefore().passed()) {
            return Future.succeededFuture(request);
        }
        request.exceptionHandler(expected -> {}).reset();
        return Future.failedFuture(new NotSent("not_sent_in_time"));
    }

    private static Future<Placed> placed(SimulatorClient.Answer answer) {
        return switch (answer.status()) {
            case 200 -> Future.succeededFuture(new Placed.Accepted(answer.body().getString("providerCallId")));
            case 503 ->
                Future.succeededFuture(new Placed.Refused(
                        Coded.of(Outcome.class, answer.body().getString("outcome")),
                        answer.body().getString("reason")));
            default -> Future.failedFuture("the simulator answered " + answer.status());
        };
    }

    @Override
    public Uni<Void> hangUp(CallReference call) {
        return ask(HttpMethod.DELETE, path(call)).replaceWithVoid();
    }

    @Override
    public Uni<LookUp> lookUp(CallReference call) {
        return ask(HttpMethod.GET, path(call)).map(Wire::lookUp);
    }

    @Override
    public Uni<Boolean> available() {
        return ask(HttpMethod.GET, "/health").map(any -> true).onFailure().recoverWithItem(false);
    }

    private static String path(CallReference call) {
        return "/calls/" + call.attempt() + "?tenant=" + call.tenant();
    }

    private Uni<JsonObject> ask(HttpMethod method, String path) {
        return uni(() -> client.ask(method, path, TIMEOUT, null));
    }

    private static <T> Uni<T> uni(java.util.function.Supplier<Future<T>> work) {
        return Uni.createFrom().completionStage(() -> work.get().toCompletionStage());
    }

    /** Leaves the simulator, so that others take over at once, and waits a moment for its answer. */
    @Override
    public void close() {
        try {
            events.stop().toCompletionStage().toCompletableFuture().get(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException gone) {
            // Its session ends by itself.
        }
        client.close();
    }
}
