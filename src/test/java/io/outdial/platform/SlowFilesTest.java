package io.outdial.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.outdial.support.Api;
import io.outdial.support.RawHttp;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who sends a file a byte at a time holds no thread and no place among the imports for long. */
@QuarkusTest
class SlowFilesTest {

    private Api api;
    private volatile Duration patience;

    @BeforeEach
    void littlePatience() {
        api = Api.newTenant();
        patience = Duration.ofMillis(500);
        QuarkusMock.installMockForType(
                new Transfers(new Transfers.Settings() {
                    @Override
                    public MemorySize uploadPerSecond() {
                        return new MemorySize(BigInteger.valueOf(50 << 20));
                    }

                    @Override
                    public MemorySize downloadPerSecond() {
                        return uploadPerSecond();
                    }

                    @Override
                    public Duration patience() {
                        return patience;
                    }

                    @Override
                    public int maxExports() {
                        return 4;
                    }
                }),
                Transfers.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/v1/customers/import", "/api/v1/do-not-call/import", "/api/v1/platform/do-not-call/import"})
    void aFileThatTricklesIsCutOff(String path) {
        try (RawHttp http = new RawHttp()) {
            http.write(head(path) + "external_id,phone\n");
            assertThat(http.trickle(Duration.ofMillis(100), Duration.ofSeconds(15)))
                    .isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void itsPlaceIsFreeAndItsRowsAreKept() {
        for (int i = 0; i < 3; i++) { // more than a tenant may have running at once
            try (RawHttp http = new RawHttp()) {
                http.write(head("/api/v1/customers/import") + "external_id,phone\nC" + i + ",+96655500007" + i + "\n");
                http.trickle(Duration.ofMillis(100), Duration.ofSeconds(15));
            }
        }
        patience = Duration.ofSeconds(30);
        api.manager()
                .contentType("text/csv")
                .body("external_id,phone\nC0,+966555000070\nC9,+966555000079\n")
                .post("/api/v1/customers/import")
                .then()
                .statusCode(200)
                .body("accepted", equalTo(1))
                .body("updated", equalTo(1));
    }

    private String head(String path) {
        String token = path.contains("/platform/") ? Api.platformToken() : api.token("admin");
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                + "\r\nContent-Type: text/csv\r\nContent-Length: 100000\r\n\r\n";
    }
}
