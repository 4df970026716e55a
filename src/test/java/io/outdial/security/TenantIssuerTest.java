package io.outdial.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.outdial.support.Api;
import io.outdial.support.SigningIssuer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.keys.EllipticCurves;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tenant brings its own identity provider: it speaks for that tenant, and for nobody else. */
@QuarkusTest
class TenantIssuerTest {

    private static final String URL = "/api/v1/tenant/identity-provider";

    private final SigningIssuer issuer = new SigningIssuer();
    private Api tenant;

    @BeforeEach
    void aTenantOfItsOwn() {
        tenant = Api.newTenant();
    }

    @AfterEach
    void close() {
        issuer.close();
    }

    @Test
    void itsTokensSpeakForTheTenantWithoutNamingIt() {
        assertThat(call(token(claims -> {})).statusCode()).as("before").isEqualTo(401);
        bring(Map.of("issuer", issuer.url()))
                .statusCode(200)
                .body("audience", equalTo("outdial"))
                .body("algorithms", contains("RS256"))
                .body("keys", equalTo(issuer.url() + "/jwks"));

        given().auth()
                .oauth2(token(claims -> {}))
                .get("/api/v1/tenant")
                .then()
                .statusCode(200)
                .body("slug", equalTo(tenant.slug));
        assertThat(call(token(claims -> claims.put("tenant_id", tenant.slug))).statusCode())
                .isEqualTo(200);
    }

    @Test
    void itCannotSpeakForAnotherTenantNorForThePlatform() {
        Api other = Api.newTenant();
        bring(Map.of("issuer", issuer.url())).statusCode(200);
        assertThat(call(token(claims -> claims.put("tenant_id", other.slug))).statusCode())
                .isEqualTo(401);

        String administrator = token(claims -> claims.put("scope", "platform:admin campaigns:read"));
        assertThat(given().auth().oauth2(administrator).get("/api/v1/tenants").statusCode())
                .isEqualTo(403);
    }

    @Test
    void itsRightsAreScopesAsFarAsARoleAllows() {
        bring(Map.of("issuer", issuer.url())).statusCode(200);
        assertThat(call(token(claims -> claims.put("groups", List.of("nobody"))))
                        .statusCode())
                .isEqualTo(403);
        assertThat(call(token(claims -> claims.put("scope", "customers:read"))).statusCode())
                .isEqualTo(403);
    }

    @Test
    void aSuspendedTenantsTokensStop() {
        bring(Map.of("issuer", issuer.url())).statusCode(200);
        String token = token(claims -> {});
        assertThat(call(token).statusCode()).isEqualTo(200);
        Api.platform()
                .header("If-Match", "*")
                .body(Map.of("status", "suspended"))
                .patch("/api/v1/tenants/" + tenant.tenantId)
                .then()
                .statusCode(200);
        assertThat(call(token).statusCode()).isIn(401, 403);
    }

    @Test
    void removedItIsTrustedNoLonger() {
        String tag =
                bring(Map.of("issuer", issuer.url())).statusCode(200).extract().header("ETag");
        String token = token(claims -> {});
        assertThat(call(token).statusCode()).isEqualTo(200);
        tenant.manager().header("If-Match", "\"77777\"").delete(URL).then().statusCode(412);
        tenant.manager().header("If-Match", tag).delete(URL).then().statusCode(204);
        assertThat(call(token).statusCode()).isEqualTo(401);
        tenant.manager().get(URL).then().statusCode(404);
    }

    @Test
    void inventedKeysDoNotFloodTheIssuer() {
        bring(Map.of("issuer", issuer.url())).statusCode(200);
        assertThat(call(token(claims -> {})).statusCode()).isEqualTo(200);
        int read = issuer.timesRead();
        PublicJsonWebKey stranger = SigningIssuer.stranger("x");
        for (int i = 0; i < 10; i++) {
            String forged = SigningIssuer.sign(
                    SigningIssuer.claims(issuer.url(), "outdial"),
                    "RS256",
                    stranger.getPrivateKey(),
                    Map.of("kid", "invented-" + i));
            assertThat(call(forged).statusCode()).isEqualTo(401);
        }
        assertThat(issuer.timesRead() - read).isLessThanOrEqualTo(1);
    }

    @Test
    void otherAlgorithmsAreTakenWhenTheTenantSaysSo() throws Exception {
        PublicJsonWebKey elliptic = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        elliptic.setKeyId("ec");
        issuer.publish(elliptic);
        Map<String, Object> claims = SigningIssuer.claims(issuer.url(), "outdial");
        String token = SigningIssuer.sign(claims, "ES256", elliptic.getPrivateKey(), Map.of("kid", "ec"));
        String rsa = token(good -> {});

        bring(Map.of("issuer", issuer.url())).statusCode(200);
        assertThat(call(token).statusCode()).isEqualTo(401);
        bring(Map.of("issuer", issuer.url(), "algorithms", List.of("ES256"))).statusCode(200);
        assertThat(call(token).statusCode()).isEqualTo(200);
        assertThat(call(rsa).statusCode()).isEqualTo(401);
    }

    @Test
    void oneIssuerWithTwoAudiencesIsTwoTenants() {
        Api other = Api.newTenant();
        bring(tenant, Map.of("issuer", issuer.url(), "audience", "first")).statusCode(200);
        bring(other, Map.of("issuer", issuer.url(), "audience", "first")).statusCode(409);
        bring(other, Map.of("issuer", issuer.url(), "audience", "second")).statusCode(200);
        given().auth()
                .oauth2(token(claims -> claims.put("aud", "second")))
                .get("/api/v1/tenant")
                .then()
                .body("slug", equalTo(other.slug));
        assertThat(call(token(claims -> claims.put("aud", List.of("first", "second"))))
                        .statusCode())
                .as("two tenants' at once")
                .isEqualTo(401);
    }

    @Test
    void whatCannotBeUsedIsRefusedWithTheReason() {
        refused("not a url").body("errors[0].pointer", equalTo("/issuer"));
        refused("ftp://localhost").body("errors[0].code", equalTo("invalid_url"));
        refused("http://localhost:1").body("detail", containsString("configuration cannot be read"));
        bring(Map.of("issuer", issuer.url(), "algorithms", List.of("HS256")))
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/algorithms/0"));
        issuer.describe(new JsonObject().put("issuer", "https://else.example").put("jwks_uri", issuer.url() + "/jwks"));
        refused(issuer.url()).body("detail", containsString("another issuer"));
        issuer.describe(new JsonObject().put("issuer", issuer.url()));
        refused(issuer.url()).body("detail", containsString("jwks_uri"));
        issuer.describe(new JsonObject().put("issuer", issuer.url()).put("jwks_uri", issuer.url() + "/nowhere"));
        refused(issuer.url()).body("detail", containsString("keys"));
        issuer.answer(302);
        refused(issuer.url()).body("detail", containsString("302"));
        tenant.manager().get(URL).then().statusCode(404);
    }

    @Test
    void thePlatformsProviderCannotBeBrought() {
        String platforms = given().get("/dev/token").then().extract().asString().split("\\.")[1];
        String iss = new JsonObject(new String(java.util.Base64.getUrlDecoder().decode(platforms))).getString("iss");
        refused(iss).body("errors[0].code", equalTo("taken"));
    }

    @Test
    void everyChangeIsInTheAudit() {
        bring(Map.of("issuer", issuer.url())).statusCode(200);
        tenant.manager().header("If-Match", "*").delete(URL).then().statusCode(204);
        tenant.manager()
                .get("/api/v1/audit?action=identity_provider")
                .then()
                .statusCode(200)
                .body("items.action", contains("identity_provider.remove", "identity_provider.change"))
                .body("items[1].actor", equalTo("admin@" + tenant.slug))
                .body("items[1].address", equalTo("127.0.0.1"))
                .body("items[1].detail.after.issuer", equalTo(issuer.url()));
        tenant.manager()
                .get("/api/v1/audit?limit=1&action=identity_provider.change")
                .then()
                .body("items", hasSize(1));
        Api.newTenant()
                .manager()
                .get("/api/v1/audit?action=identity_provider")
                .then()
                .body("items", hasSize(0));
    }

    /** What people are called they may change, and two providers may give the same subject to two people. */
    @Test
    void whoDidItIsTheSubjectAndTheProviderWhateverTheyAreCalled() {
        bring(Map.of("issuer", issuer.url())).statusCode(200);
        for (String called : List.of("alice", "bob")) {
            String token = token(claims -> {
                claims.put("sub", "u-1");
                claims.put("scope", "campaigns:write");
                claims.put("upn", called);
                claims.put("preferred_username", called);
            });
            agent(token);
            given().auth().oauth2(token).get("/session").then().statusCode(200).body("name", equalTo(called));
        }
        agent(given().get("/dev/token?tenant=" + tenant.slug + "&role=admin&subject=u-1")
                .asString());
        tenant.manager()
                .get("/api/v1/audit?action=voice_agent.create")
                .then()
                .body("items.actor", contains("u-1", issuer.url() + "|u-1", issuer.url() + "|u-1"));
    }

    private static void agent(String token) {
        given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body(Map.of("name", "N", "language", "en", "voice", "v"))
                .post("/api/v1/voice-agents")
                .then()
                .statusCode(201);
    }

    /** It could name anybody's: a token for each victim. */
    @Test
    void itsWordForANumberIsNotBelieved() {
        bring(Map.of("issuer", issuer.url())).statusCode(200);
        String token = token(claims -> {
            claims.put("scope", "telephony:admin customers:pii");
            claims.put("phone_number", "+966512340000");
            claims.put("phone_number_verified", true);
        });
        String any = "00000000-0000-7000-8000-000000000000";
        given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body(Map.of("connectionId", any, "campaignId", any, "customerId", any))
                .post("/api/v1/telephony/test-calls")
                .then()
                .statusCode(409)
                .body("detail", containsString("platform's identity provider"));
    }

    private ValidatableResponse refused(String address) {
        return bring(Map.of("issuer", address)).statusCode(400);
    }

    private ValidatableResponse bring(Map<String, Object> body) {
        return bring(tenant, body);
    }

    private static ValidatableResponse bring(Api tenant, Map<String, Object> body) {
        return tenant.manager().header("If-Match", "*").body(body).put(URL).then();
    }

    private String token(Consumer<Map<String, Object>> change) {
        Map<String, Object> claims = new HashMap<>(SigningIssuer.claims(issuer.url(), "outdial"));
        change.accept(claims);
        return issuer.token(claims);
    }

    private static Response call(String token) {
        return given().auth().oauth2(token).get("/api/v1/campaigns");
    }
}
