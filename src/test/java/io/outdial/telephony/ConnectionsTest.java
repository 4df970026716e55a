package io.outdial.telephony;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.TenantDb;
import io.outdial.support.Api;
import io.outdial.telephony.http.FakeHttpProvider;
import io.outdial.telephony.twilio.FakeTwilio;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ConnectionsTest {

    private static final String PATH = "/api/v1/telephony/connections";
    private static final String TOKEN = "a-token-that-nobody-may-read";
    private static final String BUILT_IN = "00000000-0000-7000-8000-000000000000";

    @Inject
    TenantDb db;

    private static Map<String, Object> twilio() {
        return new HashMap<>(Map.of(
                "kind",
                "twilio",
                "name",
                "Twilio",
                "settings",
                Map.of("accountSid", FakeTwilio.ACCOUNT, "agentStream", "wss://agent.example.com/audio"),
                "credentials",
                Map.of("authToken", TOKEN),
                "callerIds",
                List.of("+966112345678"),
                "callsPerSecond",
                5));
    }

    private static ValidatableResponse create(Api tenant, Map<String, Object> body) {
        return tenant.manager().body(body).post(PATH).then();
    }

    private static String created(Api tenant, Map<String, Object> body) {
        return create(tenant, body).statusCode(201).extract().path("id");
    }

    @Test
    void credentialsAreWrittenAndNeverShownAndUnreadableAtRest() {
        Api tenant = Api.newTenant();
        String answer = create(tenant, twilio())
                .statusCode(201)
                .body("credentials", contains("authToken"))
                .body("health.state", equalTo("healthy"))
                .body("capabilities.hangUp", equalTo(true))
                .extract()
                .asString();
        String list =
                tenant.manager().get(PATH).then().statusCode(200).extract().asString();
        assertThat(answer + list).doesNotContain(TOKEN);
        TenantId id = TenantId.fromString(tenant.tenantId);
        String stored = db.inTenant(id, c -> c.preparedQuery(
                                "select t::text as all, credentials from telephony_connection t where tenant_id = $1")
                        .execute(Tuple.of(id.value())))
                .await()
                .atMost(Duration.ofSeconds(20))
                .iterator()
                .next()
                .getString("all");
        assertThat(stored).doesNotContain(TOKEN);
    }

    @Test
    void aChangeNeedsItsVersionAndKeepsWhatItDoesNotName() {
        Api tenant = Api.newTenant();
        String path = PATH + "/" + created(tenant, twilio());
        String etag = tenant.manager().get(path).header("ETag");
        tenant.manager().body(Map.of("name", "x")).patch(path).then().statusCode(428);
        tenant.manager()
                .header("If-Match", "\"7\"")
                .body(Map.of("name", "x"))
                .patch(path)
                .then()
                .statusCode(412);
        Map<String, Object> patch =
                new HashMap<>(Map.of("name", "Other", "credentials", Map.of("agentSecret", FakeHttpProvider.SECRET)));
        patch.put("callsPerSecond", null);
        tenant.manager()
                .header("If-Match", etag)
                .body(patch)
                .patch(path)
                .then()
                .statusCode(200)
                .body("name", equalTo("Other"))
                .body("callsPerSecond", equalTo(null))
                .body("credentials", contains("agentSecret", "authToken"))
                .body("settings.accountSid", equalTo(FakeTwilio.ACCOUNT));
        Map<String, Object> without = new HashMap<>();
        without.put("authToken", null);
        tenant.manager()
                .header("If-Match", "*")
                .body(Map.of("credentials", without))
                .patch(path)
                .then()
                .statusCode(400)
                .body("errors.pointer", hasItem("/credentials/authToken"));
        tenant.manager()
                .header("If-Match", "*")
                .body(Map.of("kind", "http"))
                .patch(path)
                .then()
                .statusCode(400)
                .body("errors.pointer", hasItem("/kind"));
        tenant.manager().header("If-Match", "*").delete(path).then().statusCode(204);
        tenant.manager().get(path).then().statusCode(200).body("status", equalTo("retired"));
        tenant.manager()
                .header("If-Match", "*")
                .body(Map.of("name", "x"))
                .patch(path)
                .then()
                .statusCode(409);
        tenant.manager().get(PATH).then().body("items.id", contains(BUILT_IN));
    }

    @Test
    void whatIsWrongIsToldWhereItStands() {
        Api tenant = Api.newTenant();
        Map<String, Object> body = twilio();
        body.put("settings", Map.of("accountSid", "not an id", "agentSip", "sip:a@b.example\r\nX: y", "colour", "red"));
        body.put("credentials", Map.of("password", "x"));
        create(tenant, body)
                .statusCode(400)
                .body("errors.pointer", hasItem("/settings/accountSid"))
                .body("errors.pointer", hasItem("/settings/agentSip"))
                .body("errors.pointer", hasItem("/settings/colour"))
                .body("errors.pointer", hasItem("/credentials/password"))
                .body("errors.pointer", hasItem("/credentials/authToken"));
        body = twilio();
        body.put("kind", "carrier-pigeon");
        create(tenant, body).statusCode(400).body("errors.pointer", contains("/kind"));
        create(tenant, http("ftp://example.com")).statusCode(400).body("errors.pointer", contains("/settings/url"));
        body = twilio();
        body.put("callerIds", List.of("0112345678"));
        body.put("countries", List.of("saudi"));
        create(tenant, body).statusCode(400).body("errors", hasSize(2));
    }

    @Test
    void fallbacksAreConnectionsInUseAndLeadNowhereInACircle() {
        Api tenant = Api.newTenant();
        String first = created(tenant, twilio());
        Map<String, Object> body = twilio();
        body.put("fallbackConnectionId", first);
        String second = created(tenant, body);
        tenant.manager()
                .header("If-Match", "*")
                .body(Map.of("fallbackConnectionId", second))
                .patch(PATH + "/" + first)
                .then()
                .statusCode(400)
                .body("errors.code", contains("circle"));
        body.put("fallbackConnectionId", created(Api.newTenant(), twilio()));
        create(tenant, body).statusCode(400).body("errors.code", contains("unknown_connection"));
    }

    @Test
    void theSimulatorIsAConnectionThatNobodyChanges() {
        Api tenant = Api.newTenant();
        tenant.manager()
                .get(PATH + "/" + BUILT_IN)
                .then()
                .statusCode(200)
                .body("kind", equalTo("simulator"))
                .body("builtIn", equalTo(true));
        tenant.manager()
                .post(PATH + "/" + BUILT_IN + "/test")
                .then()
                .statusCode(200)
                .body("ok", equalTo(true));
        tenant.manager()
                .header("If-Match", "*")
                .delete(PATH + "/" + BUILT_IN)
                .then()
                .statusCode(409);
        tenant.manager()
                .header("If-Match", "*")
                .body(Map.of("name", "x"))
                .patch(PATH + "/" + BUILT_IN)
                .then()
                .statusCode(409);
    }

    @Test
    void aTestTellsWhetherTheProviderKnowsUs() {
        Api tenant = Api.newTenant();
        try (FakeHttpProvider provider = new FakeHttpProvider(1, 1)) {
            String path = PATH + "/" + created(tenant, http(provider.url()));
            tenant.manager().post(path + "/test").then().statusCode(200).body("ok", equalTo(true));
            tenant.manager()
                    .header("If-Match", "*")
                    .body(Map.of("credentials", Map.of("secret", "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")))
                    .patch(path)
                    .then()
                    .statusCode(200);
            org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> !tenant.manager()
                    .post(path + "/test")
                    .then()
                    .statusCode(200)
                    .extract()
                    .<Boolean>path("ok"));
        }
    }

    /** Whoever may change a connection was never shown its credentials, and is not sent them either. */
    @Test
    void aNewAddressNeedsTheCredentialsThatGoThere() {
        Api tenant = Api.newTenant();
        String path = PATH + "/" + created(tenant, http("https://theirs.example"));
        Map<String, Object> moved = Map.of("url", "https://mine.example");
        patch(tenant, path, Map.of("settings", moved))
                .statusCode(400)
                .body("errors.pointer", contains("/credentials/secret"));
        patch(tenant, path, Map.of("settings", Map.of("url", "https://theirs.example", "lookUp", true)))
                .statusCode(200);
        patch(tenant, path, Map.of("settings", moved, "credentials", Map.of("secret", FakeHttpProvider.SECRET)))
                .statusCode(200);
        tenant.manager()
                .get("/api/v1/audit?action=connection.change")
                .then()
                .body("items[0].detail.fields", hasItems("settings.url", "credentials"))
                .body("items[1].detail.fields", contains("settings.lookUp"));
    }

    private static ValidatableResponse patch(Api tenant, String path, Map<String, Object> patch) {
        return tenant.manager().header("If-Match", "*").body(patch).patch(path).then();
    }

    private static Map<String, Object> http(String url) {
        return Map.of(
                "kind",
                "http",
                "name",
                "Ours",
                "settings",
                Map.of("url", url),
                "credentials",
                Map.of("secret", FakeHttpProvider.SECRET));
    }

    @Test
    void aMessageIsTakenOnceFromWhoSignedItAndRefusedFromAnybodyElse() {
        Api tenant = Api.newTenant();
        String id = created(tenant, http("http://localhost:1/nowhere"));
        AttemptId attempt = AttemptId.next();
        String path = "/api/v1/telephony/http/" + id + "/events?tenant=" + tenant.tenantId + "&attempt=" + attempt;
        byte[] body = ("{\"id\": \"" + attempt + "\", \"type\": \"ended\", \"outcome\": \"busy\"}")
                .getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = sign(body);

        post(path, Map.of("Content-Type", "application/json"), body).statusCode(403);
        post(path.replace(id, UUID.randomUUID().toString()), headers, body).statusCode(404);
        post(path.replace(tenant.tenantId, Api.newTenant().tenantId), headers, body)
                .statusCode(404);
        post(path.replace(tenant.tenantId, "nonsense"), headers, body).statusCode(404);
        post(path.replace("/http/", "/twilio/"), headers, body).statusCode(404);
        post(path, headers, new byte[300_000]).statusCode(413);
        assertThat(keys(tenant)).isEmpty();

        post(path, headers, body).statusCode(204);
        post(path, headers, body).statusCode(204);
        assertThat(keys(tenant)).hasSize(1);
        given().get("/q/metrics")
                .then()
                .body(org.hamcrest.Matchers.containsString(
                        "outdial_telephony_callbacks_total{adapter=\"http\",result=\"refused_signature\""))
                .body(org.hamcrest.Matchers.containsString("result=\"refused_too_large\""))
                .body(org.hamcrest.Matchers.containsString("result=\"refused_unknown\""));
    }

    private List<Object> keys(Api tenant) {
        TenantId id = TenantId.fromString(tenant.tenantId);
        return db.inTenant(id, c -> c.preparedQuery(
                                "select jsonb_array_elements_text(state -> 'seen') as key from telephony_call"
                                        + " where tenant_id = $1")
                        .execute(Tuple.of(id.value())))
                .map(rows -> {
                    List<Object> keys = new java.util.ArrayList<>();
                    rows.forEach(row -> keys.add(row.getString("key")));
                    return keys;
                })
                .await()
                .atMost(Duration.ofSeconds(20));
    }

    private static Map<String, String> sign(byte[] body) {
        Map<String, String> headers = new HashMap<>(io.outdial.platform.WebhookSignatures.headers(
                FakeHttpProvider.SECRET, "event-1", java.time.Instant.now(), body));
        headers.put("Content-Type", "application/json");
        return headers;
    }

    private static ValidatableResponse post(String path, Map<String, String> headers, byte[] body) {
        return given().headers(headers)
                .body(body)
                .urlEncodingEnabled(false)
                .post(path)
                .then();
    }

    @Test
    void anotherTenantsConnectionIsNotThereForATest() {
        Api theirs = Api.newTenant();
        String id = created(theirs, twilio());
        Api.newTenant().manager().post(PATH + "/" + id + "/test").then().statusCode(404);
        Api.newTenant().manager().get(PATH).then().body("items.id", not(hasItem(id)));
    }
}
