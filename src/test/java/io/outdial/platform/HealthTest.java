package io.outdial.platform;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What probes and dashboards ask. */
@QuarkusTest
class HealthTest {

    @Test
    void readyMeansThatTheSchemaTheDatabaseAndTheDialerAre() {
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body(
                        "checks.name",
                        hasItems("migrations", "dialer", "telephony", "Reactive PostgreSQL connections health check"));
    }

    /** Otherwise a database that is away has every replica started anew. */
    @Test
    void aliveAsksNobodyElse() {
        given().get("/q/health/live").then().statusCode(200).body("checks.name", empty());
    }

    @ParameterizedTest
    @CsvSource({"database, migrations", "dialer, dialer", "telephony, telephony"})
    void aPartCanBeAskedAlone(String group, String check) {
        given().get("/q/health/group/" + group).then().statusCode(200).body("checks.name", contains(check));
    }
}
