package io.outdial.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.outdial.e2e.Ports;
import io.outdial.kernel.TenantId;
import io.outdial.platform.OutboundHttp.Request;
import io.outdial.platform.OutboundHttp.Response;
import io.outdial.support.SecondLane;
import io.outdial.telephony.AdapterHarness;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tenant's address may not do to us. */
@SecondLane
class OutboundHttpTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final CountDownLatch NEVER = new CountDownLatch(1);
    private static HttpServer server;

    @BeforeAll
    static void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext(
                "/echo",
                exchange -> answer(exchange, 200, exchange.getRequestBody().readAllBytes()));
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", "/echo");
            answer(exchange, 302, new byte[0]);
        });
        server.createContext("/large", exchange -> answer(exchange, 200, new byte[2_000_000]));
        server.createContext("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            try {
                NEVER.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    @AfterAll
    static void stop() {
        NEVER.countDown();
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static Response send(OutboundHttp http, String url) {
        return http.send(new Request(
                        TenantId.next(),
                        HttpMethod.POST,
                        URI.create(url),
                        Map.of("X-A", "b"),
                        Buffer.buffer("hello"),
                        null))
                .await()
                .atMost(PATIENCE);
    }

    private static String url(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    @Test
    void anAnswerComesBackWhole() {
        Response response = send(AdapterHarness.http(), url("/echo"));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body().toString()).isEqualTo("hello");
    }

    /** A connection that is there answers within microseconds, while whoever asked is still on another thread. */
    @Test
    void noAnswerIsTooFast() {
        Vertx vertx = Vertx.vertx();
        try {
            int port = vertx.createHttpServer()
                    .requestHandler(asked -> asked.response().end("hello"))
                    .listen(0, "localhost")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join()
                    .actualPort();
            OutboundHttp http = AdapterHarness.http("timeout=PT20S");
            for (int i = 0; i < 1_000; i++) {
                assertThat(send(http, "http://localhost:" + port + "/").status())
                        .isEqualTo(200);
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void aRedirectIsAnAnswerAndIsNotFollowed() {
        assertThat(send(AdapterHarness.http(), url("/moved")).status()).isEqualTo(302);
    }

    @Test
    void anAnswerBeyondItsSizeIsCutOff() {
        assertThatThrownBy(() -> send(AdapterHarness.http(), url("/large"))).hasMessageContaining("larger than");
    }

    @Test
    void anAnswerThatDripsIsCutOffInTime() {
        assertThatThrownBy(() -> send(AdapterHarness.http("timeout=PT0.3S"), url("/slow")))
                .isNotInstanceOf(NotSent.class)
                .hasMessageContaining("no whole answer");
    }

    @Test
    void aRequestThatFoundNobodyWasCertainlyNotSent() throws IOException {
        int free = Ports.free();
        assertThatThrownBy(() -> send(AdapterHarness.http(), "http://localhost:" + free + "/"))
                .isInstanceOf(NotSent.class);
        assertThatThrownBy(() -> send(AdapterHarness.http(), "http://no-such-host.invalid/"))
                .isInstanceOf(NotSent.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost/",
                "https://127.0.0.1/",
                "https://[::1]/",
                "https://[::ffff:10.0.0.1]/",
                "https://169.254.169.254/latest/meta-data/",
                "https://10.1.2.3/",
                "https://[fd00::1]/",
                "https://0.0.0.0/"
            })
    void anAddressThatIsNotPublicIsNeverConnectedTo(String url) {
        assertThatThrownBy(() -> send(AdapterHarness.http("allow-private-addresses=false"), url))
                .isInstanceOf(NotSent.class)
                .hasMessageContaining("not a public one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/",
                "ftp://example.com",
                "https://",
                "https://u:p@example.com/",
                "https://a/#b",
                "no url",
                "https://2130706433/",
                ""
            })
    void whatIsNoPublicUrlIsRefusedWhereItStands(String url) {
        OutboundHttp http = AdapterHarness.http("allow-private-addresses=false");
        assertThatThrownBy(() -> http.parse("/settings/url", url))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.errors().get(0).pointer()).isEqualTo("/settings/url"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.127.255.255",
                "127.255.0.1",
                "169.254.1.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.1",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.1.1.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:192.168.0.1",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fdff::1",
                "ff02::1",
                "2001:db8::1",
                "2001::1",
                "2002:a00:1::",
                "64:ff9b::10.0.0.1",
                "100::1",
                "3fff::1"
            })
    void theseAreNotThePublicInternet(String address) throws UnknownHostException {
        assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "192.0.1.1",
                "198.17.0.1",
                "198.20.0.1",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450::1",
                "64:ff9b::1.1.1.1"
            })
    void theseAre(String address) throws UnknownHostException {
        assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isTrue();
    }
}
