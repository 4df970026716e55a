package io.outdial.tenant;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.oneOf;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A tenant's requests at once; they are held open by imports whose bodies have not ended. */
@QuarkusTest
class RequestLimitTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    MeterRegistry metrics;

    @Test
    void theNextRequestIsToldToComeBackAndOtherTenantsAreNotAffected() throws IOException {
        Api tenant = Api.newTenant(Map.of("maxConcurrentRequests", 2));
        try (OpenImport first = new OpenImport(tenant);
                OpenImport second = new OpenImport(tenant)) {
            full(tenant);
            tenant.manager()
                    .get("/api/v1/customers")
                    .then()
                    .statusCode(429)
                    .contentType("application/problem+json")
                    .header("Retry-After", equalTo("1"))
                    .body("type", containsString("too-many-requests"));
            tenant.manager().get("/api/v1/attributes/x/events").then().statusCode(429);
            Api.newTenant().manager().get("/api/v1/customers").then().statusCode(200);

            assertThat(first.end()).startsWith("HTTP/1.1 200").contains("\"accepted\":1");
            tenant.manager().get("/api/v1/customers").then().statusCode(200);
            assertThat(second.end()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aFloodIsToldWhenToComeBackAndAnotherTenantIsServed() {
        Api tenant = Api.newTenant(Map.of("requestsPerSecond", 1));
        RequestSpecification flooder = tenant.manager();
        Response refused = Stream.generate(() -> flooder.get("/api/v1/tenant"))
                .limit(50)
                .filter(answer -> answer.statusCode() == 429)
                .findFirst()
                .orElseThrow();
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        Api.newTenant().manager().get("/api/v1/tenant").then().statusCode(200);
    }

    @Test
    void whoIsRefusedAgainAndAgainWaitsForTheAnswer() {
        Api tenant = Api.newTenant(Map.of("requestsPerSecond", 1));
        double before = held();
        RequestSpecification flooder = tenant.manager();
        await().atMost(PATIENCE).until(() -> {
            flooder.get("/api/v1/tenant").then().statusCode(oneOf(200, 429));
            return held() > before;
        });
        await().atMost(PATIENCE)
                .until(() ->
                        metrics.get("outdial.requests.refusals.held").gauge().value() == 0);
    }

    @Test
    void soDoesWhoSendsBadTokensAndNobodyElse() {
        Api tenant = Api.newTenant();
        double before = held();
        await().atMost(PATIENCE).until(() -> {
            given().auth()
                    .oauth2("e30.e30.e30")
                    .get("/api/v1/tenant")
                    .then()
                    .statusCode(401)
                    .body("type", containsString("unauthenticated"));
            return held() > before;
        });
        double then = held();
        tenant.manager().get("/api/v1/tenant").then().statusCode(200);
        assertThat(held()).isEqualTo(then);
    }

    private double held() {
        return Stream.ofNullable(metrics.find("outdial.requests.refused")
                        .tag("answered", "held")
                        .counter())
                .mapToDouble(Counter::count)
                .sum();
    }

    @Test
    void aConnectionThatBreaksGivesItsPlaceBack() throws IOException {
        Api tenant = Api.newTenant(Map.of("maxConcurrentRequests", 1));
        try (OpenImport broken = new OpenImport(tenant)) {
            full(tenant);
        }
        await().atMost(PATIENCE)
                .until(() -> tenant.manager().get("/api/v1/customers").statusCode() == 200);
    }

    private static void full(Api tenant) {
        await().atMost(PATIENCE)
                .until(() -> tenant.manager().get("/api/v1/customers").statusCode() == 429);
    }

    /** An import under way: its header, one row, and no end yet. */
    private static final class OpenImport implements AutoCloseable {
        private final Socket socket;

        OpenImport(Api tenant) throws IOException {
            String token = given().get("/dev/token?tenant=" + tenant.slug + "&role=admin")
                    .asString();
            socket = new Socket("localhost", RestAssured.port);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            send(
                    "POST /api/v1/customers/import HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                            + token + "\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n");
            String rows = "external_id,phone\nr-" + socket.getLocalPort() + ",+966551234567\n";
            send(Integer.toHexString(rows.length()) + "\r\n" + rows + "\r\n");
        }

        /** Ends the body; the whole answer. */
        String end() throws IOException {
            send("0\r\n\r\n");
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }

        private void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(US_ASCII));
            socket.getOutputStream().flush();
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
