package io.outdial.telephony;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.outdial.support.Api;
import io.outdial.support.RawHttp;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who reports without a token and without an end. */
@QuarkusTest
class CallbackFloodTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LARGE = 4_000_000;
    private static final int ALMOST = 3_900_000;
    private static final int SHARE_OF_A_TENANT = 8 << 20;

    @Inject
    CallbackRoom room;

    @Inject
    MeterRegistry metrics;

    @Test
    void nothingIsReadOfAMessageToNobody() {
        String head =
                head("vapi", UUID.randomUUID().toString(), UUID.randomUUID().toString());
        try (RawHttp stranger = new RawHttp()) {
            assertThat(stranger.write(head).read().status()).isEqualTo(404);
        }
    }

    @Test
    void whoIsRefusedAgainAndAgainWaits() {
        double before = count("outdial.requests.refused");
        for (int i = 0; i < 5; i++) {
            given().body("{}")
                    .post("/api/v1/telephony/http/" + UUID.randomUUID() + "/events?tenant=" + UUID.randomUUID())
                    .then()
                    .statusCode(404);
        }
        assertThat(count("outdial.requests.refused") - before).isGreaterThanOrEqualTo(5);
    }

    @Test
    void messagesThatNeverEndFillOnlyTheirShareOfTheMemory() {
        Api tenant = Api.newTenant();
        String head = head("vapi", connection(tenant), tenant.tenantId);
        double busy = count("outdial.telephony.callbacks", "adapter", "vapi", "result", "busy");
        Stream<RawHttp> flood = Stream.generate(RawHttp::new).limit(6);
        var sockets = flood.toList();
        try {
            String most = " ".repeat(ALMOST);
            sockets.forEach(socket -> socket.write(head).write(most));
            await().atMost(PATIENCE)
                    .until(() -> count("outdial.telephony.callbacks", "adapter", "vapi", "result", "busy") - busy >= 4);
            assertThat(room.held()).isLessThanOrEqualTo(SHARE_OF_A_TENANT);
            given().get("/q/health/live").then().statusCode(200);
        } finally {
            sockets.forEach(RawHttp::close);
        }
        await().atMost(PATIENCE).until(() -> room.held() == 0);
    }

    private static String head(String kind, String connection, String tenant) {
        return "POST /api/v1/telephony/" + kind + "/" + connection + "/events?tenant=" + tenant
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " + LARGE
                + "\r\n\r\n";
    }

    private static String connection(Api tenant) {
        return tenant.manager()
                .body(Map.of(
                        "kind",
                        "vapi",
                        "name",
                        "Ours",
                        "settings",
                        Map.of("assistantId", "a1", "phoneNumberId", "p1"),
                        "credentials",
                        Map.of("apiKey", "a-key", "serverSecret", "a-secret-that-is-long")))
                .post("/api/v1/telephony/connections")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private double count(String counter, String... tags) {
        return metrics.find(counter).tags(tags).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
