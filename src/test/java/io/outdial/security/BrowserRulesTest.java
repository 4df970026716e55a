package io.outdial.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasProperty;
import static org.hamcrest.Matchers.nullValue;

import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** What the service asks of browsers; how they log in is tried with a real provider, in KeycloakE2E. */
@QuarkusTest
class BrowserRulesTest {

    private static final String AGENTS = "/api/v1/voice-agents";

    @Test
    void aSessionThatChangesSomethingMustSendTheHeader() {
        for (String cookie : new String[] {"q_session", "q_session_chunk_1"}) {
            given().cookie(cookie, "x")
                    .contentType("application/json")
                    .body("{}")
                    .post(AGENTS)
                    .then()
                    .statusCode(403)
                    .body("detail", containsString("X-Requested-With"));
        }
        given().cookie("q_session", "x")
                .header("X-Requested-With", "x")
                .header("Sec-Fetch-Site", "cross-site")
                .contentType("application/json")
                .post(AGENTS)
                .then()
                .statusCode(403)
                .body("detail", containsString("same origin"));
    }

    @Test
    void aPlaceThatIsNoAddressLeadsHome() {
        for (String nowhere : new String[] {"/%25", "/a%23b%23c", "//elsewhere.example", "/%5Celsewhere.example"}) {
            Api.newTenant()
                    .manager()
                    .redirects()
                    .follow(false)
                    .urlEncodingEnabled(false)
                    .get("/login?to=" + nowhere)
                    .then()
                    .statusCode(303)
                    .header("Location", URI::create, hasProperty("path", equalTo("/")));
        }
    }

    @Test
    void aTokenNeedsNoHeaderWhateverCookiesComeWithIt() {
        Api.newTenant()
                .manager()
                .cookie("q_session", "x")
                .body("{\"name\": \"N\", \"language\": \"en\", \"voice\": \"n\"}")
                .post(AGENTS)
                .then()
                .statusCode(201);
    }

    @Test
    void aFrontEndOnAnAllowedOriginIsToldWhatItMaySend() {
        given().header("Origin", "https://front.example")
                .header("Access-Control-Request-Method", "PATCH")
                .header("Access-Control-Request-Headers", "Authorization,If-Match,Idempotency-Key")
                .options("/api/v1/campaigns")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", "https://front.example")
                .header("Access-Control-Allow-Credentials", nullValueOr("false"));
        Api.newTenant()
                .manager()
                .header("Origin", "https://front.example")
                .get("/api/v1/tenant")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", "https://front.example")
                .header("Access-Control-Expose-Headers", containsString("ETag"));
    }

    @Test
    void anotherOriginIsNot() {
        var answer = Api.newTenant()
                .manager()
                .header("Origin", "https://evil.example")
                .get("/api/v1/tenant");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void whoIsLoggedInAndWhatTheyMayDo() {
        Api tenant = Api.newTenant();
        tenant.as("viewer")
                .get("/session")
                .then()
                .statusCode(200)
                .body("name", equalTo("viewer@" + tenant.slug))
                .body("tenantId", equalTo(tenant.tenantId))
                .body("scopes", hasItems("campaigns:read", "customers:read"));
        Api.platform().get("/session").then().body("tenantId", nullValue());
        given().get("/session").then().statusCode(401);
    }

    @Test
    void afterTheLoginOnlyPagesOfThisOriginFollow() {
        Api tenant = Api.newTenant();
        assertThat(goesTo(tenant, "/campaigns?state=active#top")).endsWith("/campaigns?state=active#top");
        for (String elsewhere :
                new String[] {"//evil.example", "/\\evil.example", "https://evil.example", "javascript:x"}) {
            assertThat(goesTo(tenant, elsewhere)).as(elsewhere).matches("http://localhost:\\d+/");
        }
    }

    private static String goesTo(Api tenant, String page) {
        return tenant.as("viewer")
                .redirects()
                .follow(false)
                .queryParam("to", page)
                .get("/login")
                .then()
                .statusCode(303)
                .extract()
                .header("Location");
    }

    private static org.hamcrest.Matcher<String> nullValueOr(String value) {
        return org.hamcrest.Matchers.anyOf(nullValue(String.class), equalTo(value));
    }
}
