package io.outdial.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.outdial.kernel.TenantId;
import io.outdial.platform.RefusalPaceTest.Held;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What waiting and hanging up are to a connection. */
class RefusalsTest {

    private static final TenantId TENANT = TenantId.next();

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @AfterEach
    void close() {
        get(vertx.close());
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void whoComesOnTopLosesTheConnectionAfterTheAnswer(HttpVersion version) {
        HttpServer server = server(new Held(1, Duration.ofSeconds(1), 0, 0));
        HttpClient client = client(version);
        var connections = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 4; i++) {
            get(client.request(HttpMethod.GET, server.actualPort(), "localhost", "/refused")
                    .compose(request -> {
                        connections.add(request.connection());
                        Future<Void> closed =
                                Future.future(over -> request.connection().closeHandler(over::complete));
                        boolean last = connections.size() > 1; // the first is answered at once
                        return request.send()
                                .compose(answer -> {
                                    assertThat(answer.statusCode()).isEqualTo(429);
                                    return answer.end();
                                })
                                .compose(answered -> last ? closed : Future.succeededFuture());
                    }));
        }
        assertThat(connections.stream().distinct()).hasSize(3);
        assertThat(answered("last")).isEqualTo(3);
    }

    /** Streams of one connection may be of many people: who waits there holds up nobody else. */
    @Test
    void ofAnHttp2ConnectionOnlyTheRefusedRequestsWait() {
        HttpServer server = server(new Held(1, Duration.ofSeconds(10), 10, 10));
        HttpClient client = client(HttpVersion.HTTP_2);
        assertThat(status(client, server, "/refused")).isEqualTo(429);
        List<Future<HttpClientResponse>> held = Stream.generate(
                        () -> client.request(HttpMethod.GET, server.actualPort(), "localhost", "/refused")
                                .compose(request -> request.send()))
                .limit(3)
                .toList();
        for (int i = 0; i < 10; i++) {
            assertThat(status(client, server, "/served")).isEqualTo(200);
        }
        assertThat(held).noneMatch(Future::isComplete);
        assertThat(answered("last")).isZero();
    }

    @Test
    void whoWaitedIsAnsweredAndMakesPlace() {
        HttpServer server = server(new Held(1, Duration.ofMillis(2), 1, 1));
        HttpClient client = client(HttpVersion.HTTP_1_1);
        for (int i = 0; i < 20; i++) {
            assertThat(status(client, server, "/refused")).isEqualTo(429);
        }
        assertThat(answered("held")).isPositive();
        assertThat(answered("last")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2",
        "2001:db8:1:2:ffff:0:0:1, 2001:db8:1:2",
        "0:0:0:0:0:0:0:1, 0:0:0:0"
    })
    void strangersAreCountedByAddressOrNetwork(String address, String network) {
        assertThat(Refusals.network(SocketAddress.inetSocketAddress(1, address)))
                .isEqualTo(network);
    }

    private double answered(String how) {
        return Stream.ofNullable(metrics.find("outdial.requests.refused")
                        .tag("answered", how)
                        .counter())
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private int status(HttpClient client, HttpServer server, String path) {
        return get(client.request(HttpMethod.GET, server.actualPort(), "localhost", path)
                .compose(request -> request.send())
                .compose(answer -> answer.end().map(answer.statusCode())));
    }

    private HttpClient client(HttpVersion version) {
        return vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(version)
                .setHttp2ClearTextUpgrade(false)
                .setMaxPoolSize(1));
    }

    /** One whose second never ends, so that only the first refusal is answered at once. */
    private HttpServer server(Held settings) {
        RefusalPace pace = new RefusalPace(settings, RefusalPaceTest.time(() -> 0), () -> 1);
        Router router = Router.router(vertx);
        router.get("/refused").handler(context -> new Refusals(pace, metrics, vertx, context)
                .ofTenant(TENANT, "flooder")
                .subscribe()
                .with(waited -> context.response().setStatusCode(429).end("no"), context::fail));
        router.get("/served").handler(context -> context.end("yes"));
        return get(vertx.createHttpServer().requestHandler(router).listen(0));
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
