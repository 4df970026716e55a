package io.outdial.telephony.simulator;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;

/** Requests to the simulator's own process, with bounds on connections, on what waits for one, and on time. */
final class SimulatorClient implements AutoCloseable {

    /** An answer: its status and the object in its body. */
    record Answer(int status, JsonObject body) {

        Future<JsonObject> orFail() {
            return status == 200
                    ? Future.succeededFuture(body)
                    : Future.failedFuture("the simulator answered " + status);
        }
    }

    private final Vertx vertx;
    private final URI url;
    private final HttpClient client;
    private volatile boolean closed;

    SimulatorClient(Vertx vertx, URI url, int connections, int waiting) {
        this.vertx = vertx;
        this.url = url;
        client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(connections)
                .setMaxWaitQueueSize(waiting)
                .setConnectTimeout(1_000));
    }

    /**
     * @param connected gets the request once there is a connection for it, and sends it or does not
     */
    Future<Answer> request(
            HttpMethod method,
            String path,
            Duration timeout,
            Function<Future<HttpClientRequest>, Future<HttpClientRequest>> connected,
            Buffer body) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(url.resolve(path).toString())
                .setTimeout(timeout.toMillis())
                .putHeader("Content-Type", "application/json");
        Promise<Answer> promise = Promise.promise();
        // On an event loop, or the body of a fast answer could pass before anybody reads it.
        Context context = vertx.getOrCreateContext();
        context.runOnContext(ignored -> {
            if (closed) {
                promise.fail("closed");
                return;
            }
            connected
                    .apply(client.request(options))
                    .compose(request -> request.send(body))
                    .compose(response ->
                            response.body().map(bytes -> new Answer(response.statusCode(), bytes.toJsonObject())))
                    .onComplete(promise);
        });
        return promise.future();
    }

    Future<JsonObject> ask(HttpMethod method, String path, Duration timeout, JsonObject body) {
        return request(method, path, timeout, request -> request, body == null ? Buffer.buffer() : body.toBuffer())
                .compose(Answer::orFail);
    }

    @Override
    public void close() {
        closed = true;
        client.close();
    }
}
