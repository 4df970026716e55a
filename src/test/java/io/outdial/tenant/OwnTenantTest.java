package io.outdial.tenant;

import static org.hamcrest.Matchers.equalTo;

import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OwnTenantTest {

    private static final String URL = "/api/v1/tenant";

    private Api tenant;

    @BeforeEach
    void aTenantOfItsOwn() {
        tenant = Api.newTenant();
    }

    @Test
    void itChangesItsNameAndItsZoneAndNobodyElses() {
        Api other = Api.newTenant();
        String tag = tenant.manager().get(URL).then().statusCode(200).extract().header("ETag");
        String changed = patch(tag, "{\"name\": \"Renamed\", \"timeZone\": \"Asia/Dubai\"}")
                .statusCode(200)
                .body("name", equalTo("Renamed"))
                .body("timeZone", equalTo("Asia/Dubai"))
                .body("usage.callsInFlight", equalTo(0))
                .extract()
                .header("ETag");
        patch(changed, "{\"name\": \"Once more\"}").statusCode(200).body("timeZone", equalTo("Asia/Dubai"));
        tenant.as("viewer").get(URL).then().body("name", equalTo("Once more"));
        other.manager().get(URL).then().body("name", equalTo(other.slug)).body("timeZone", equalTo("Asia/Riyadh"));
    }

    @Test
    void itSaysWhenAPersonIsCalledAgainWhoseCallNobodyCanAccountFor() {
        patch("*", "{\"redialUnknownAfter\": \"PT48H\"}").statusCode(200).body("redialUnknownAfter", equalTo("PT48H"));
        patch("*", "{\"redialUnknownAfter\": \"PT0S\"}").statusCode(200).body("redialUnknownAfter", equalTo(null));
    }

    @Test
    void aChangeNeedsTheVersionThatWasRead() {
        String tag = tenant.manager().get(URL).then().extract().header("ETag");
        patch("", "{\"name\": \"x\"}").statusCode(428);
        patch(tag, "{\"name\": \"x\"}").statusCode(200);
        patch(tag, "{\"name\": \"y\"}").statusCode(412);
        tenant.manager().get(URL).then().body("name", equalTo("x"));
    }

    @Test
    void whatIsThePlatformsOrMeansNothingIsRefused() {
        refused("{\"limits\": {\"maxConcurrentCalls\": 9}}", "/limits");
        refused("{\"status\": \"suspended\"}", "/status");
        refused("{\"slug\": \"mine\"}", "/slug");
        refused("{\"timeZone\": \"Mars/Olympus\"}", "/timeZone");
        refused("{\"timeZone\": \"UTC+3\"}", "/timeZone");
        refused("{\"name\": \"\"}", "/name");
        refused("{\"redialUnknownAfter\": \"PT23H\"}", "/redialUnknownAfter");
        patch("*", "{\"name\": \"a\\u0000b\"}").statusCode(400);
        tenant.manager()
                .get(URL)
                .then()
                .body("name", equalTo(tenant.slug))
                .body("version", equalTo(0))
                .body("limits.maxConcurrentCalls", equalTo(200));
    }

    @Test
    void itNeedsTheScope() {
        tenant.as("manager")
                .header("If-Match", "*")
                .body("{\"name\": \"x\"}")
                .patch(URL)
                .then()
                .statusCode(403);
    }

    private void refused(String change, String pointer) {
        patch("*", change).statusCode(400).body("errors[0].pointer", equalTo(pointer));
    }

    private ValidatableResponse patch(String ifMatch, String change) {
        return tenant.manager()
                .header("If-Match", ifMatch)
                .body(change)
                .patch(URL)
                .then();
    }
}
