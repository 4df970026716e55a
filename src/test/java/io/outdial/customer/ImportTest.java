package io.outdial.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.Problem;
import io.outdial.platform.TenantDb;
import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.HttpClientConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ImportTest {

    /** A busy machine may take longer for ten thousand rows than a client waits by default. */
    static final RestAssuredConfig PATIENT = RestAssuredConfig.config()
            .httpClient(HttpClientConfig.httpClientConfig()
                    .setParam("http.socket.timeout", 120_000)
                    .setParam("http.connection.timeout", 120_000));

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static byte[] resource(String path) throws IOException {
        try (InputStream in = ImportTest.class.getResourceAsStream(path)) {
            return in.readAllBytes();
        }
    }

    private static ValidatableResponse send(Api api, String type, byte[] file, String query) {
        return api.manager()
                .config(PATIENT)
                .contentType(type)
                .body(file)
                .post("/api/v1/customers/import" + query)
                .then();
    }

    private static JsonPath csv(Api api, String file) {
        return send(api, "text/csv", file.getBytes(StandardCharsets.UTF_8), "")
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "1", "True"})
    void aDryRunThatIsNeitherTrueNorFalseIsRefused(String dry) {
        Api api = Api.newTenant();
        send(
                        api,
                        "text/csv",
                        "external_id,phone\nC1,+966555000070\n".getBytes(StandardCharsets.UTF_8),
                        "?dryRun=" + dry)
                .statusCode(400)
                .body("errors.pointer", contains("?dryRun"));
        api.manager().get("/api/v1/customers").then().body("items", hasSize(0));
    }

    @Test
    void aDirtySpreadsheetIsTakenAsFarAsItGoes() throws IOException {
        Api api = Api.newTenant();
        byte[] file = resource("/data/customers-dirty-200.csv");
        JsonPath dry = send(api, "text/csv", file, "?dryRun=true")
                .statusCode(200)
                .extract()
                .jsonPath();
        dirtyCounts(dry);
        api.manager().get("/api/v1/customers").then().body("items", hasSize(0));
        api.manager().get("/api/v1/attributes").then().body("items", hasSize(0));

        JsonPath answer = send(api, "text/csv; charset=utf-8", file, "")
                .statusCode(200)
                .extract()
                .jsonPath();
        dirtyCounts(answer);
        assertThat(answer.getInt("errors[0].line")).isEqualTo(2);
        assertThat(answer.getString("errors[0].column")).isEqualTo("phone");
        assertThat(answer.getInt("errors.find { it.code == 'missing_external_id' }.line"))
                .isEqualTo(22);
        assertThat(answer.getInt("warnings.find { it.code == 'unknown_time_zone' }.line"))
                .isEqualTo(52);
        assertThat(answer.getString("warnings.find { it.code == 'unknown_time_zone' }.column"))
                .isEqualTo("time_zone");

        List<Map<String, Object>> all =
                api.manager().get("/api/v1/customers?limit=500").jsonPath().getList("items");
        assertThat(all).hasSize(160);
        assertThat(all)
                .filteredOn(customer -> String.valueOf(customer.get("name")).startsWith("=HYPERLINK"))
                .hasSize(5);
        assertThat(one(all, "D0070").get("phone")).isEqualTo("+966555000070");
        assertThat(one(all, "D0040").get("name")).isEqualTo("Dana Al-Shehri");
        assertThat(one(all, "D0050").get("attributes").toString()).contains("Asia/Riyad");
        assertThat(one(all, "D0055").get("attributes").toString()).contains("a lot");

        String issues = answer.getString("issues");
        api.manager().get(issues + "?severity=warning").then().body("items", hasSize(15));
        JsonPath first = api.manager().get(issues + "?limit=20").jsonPath();
        api.manager()
                .get(issues + "?limit=50&cursor=" + first.getString("nextCursor"))
                .then()
                .body("items", hasSize(25))
                .body("nextCursor", nullValue());
        Api.newTenant().manager().get(issues).then().statusCode(404);
    }

    private static Map<String, Object> one(List<Map<String, Object>> all, String externalId) {
        return all.stream()
                .filter(c -> externalId.equals(c.get("externalId")))
                .findFirst()
                .orElseThrow();
    }

    private static void dirtyCounts(JsonPath answer) {
        assertThat(answer.getInt("received")).isEqualTo(200);
        assertThat(answer.getInt("accepted")).isEqualTo(160);
        assertThat(answer.getInt("updated")).isEqualTo(10);
        assertThat(answer.getInt("rejected")).isEqualTo(30);
        assertThat(answer.getList("errors.findAll { it.code == 'invalid_phone' }"))
                .hasSize(20);
        assertThat(answer.getList("errors.findAll { it.code == 'missing_external_id' }"))
                .hasSize(10);
        assertThat(answer.getList("warnings")).hasSize(15);
        assertThat(answer.getList("warnings.findAll { it.column == 'time_zone' }"))
                .hasSize(5);
        assertThat(answer.getList("warnings.findAll { it.column == 'property_value' }"))
                .hasSize(5);
        assertThat(answer.getList("warnings.findAll { it.column == 'renewal_due' }"))
                .hasSize(5);
    }

    @Test
    void tenThousandCustomersComeInAndComeAgainAsUpdates() throws IOException {
        Api api = Api.newTenant();
        byte[] file = resource("/demo/customers-10k.csv");
        send(api, "text/csv", file, "")
                .statusCode(200)
                .body("received", equalTo(10_000))
                .body("accepted", equalTo(10_000))
                .body("updated", equalTo(0))
                .body("rejected", equalTo(0))
                .body("warned", equalTo(0));
        send(api, "text/csv", file, "")
                .statusCode(200)
                .body("accepted", equalTo(0))
                .body("updated", equalTo(10_000));
        api.manager()
                .get("/api/v1/attributes")
                .then()
                .body("items.find { it.name == 'property_value' }.type", equalTo("number"))
                .body("items.find { it.name == 'renewal_due' }.type", equalTo("date"))
                .body("items.find { it.name == 'appointment_at' }.type", equalTo("timestamp"))
                .body("items.find { it.name == 'contract_id' }.type", equalTo("text"));
        Api.newTenant().manager().get("/api/v1/customers").then().body("items", hasSize(0));
    }

    @Test
    void ndjsonKeepsItsTypesAndNamesItsBadLines() {
        Api api = Api.newTenant();
        String file = """
                {"externalId":"N1","phone":"+966555000001","neighborhoods":["a","b"],"attributes":{"car":{"loan":true},"tags":["x","y"]},"score":5}
                {"externalId":"N2"
                [1]
                {"externalId":"N3","phone":5}

                {"externalId":"N4","phone":"+966555000004","bad":"\\u0000"}
                {"externalId":"N5","phone":"+966555000005","score":"five"}
                """;
        JsonPath answer = send(api, "application/x-ndjson", file.getBytes(StandardCharsets.UTF_8), "")
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(answer.getInt("received")).isEqualTo(6);
        assertThat(answer.getInt("accepted")).isEqualTo(2);
        assertThat(answer.getInt("rejected")).isEqualTo(4);
        assertThat(answer.getList("errors.line")).contains(2, 3, 4, 6);
        api.manager()
                .get("/api/v1/customers")
                .then()
                .body("items[0].attributes.car.loan", equalTo(true))
                .body("items[0].neighborhoods", equalTo(List.of("a", "b")));
        api.manager()
                .get("/api/v1/attributes")
                .then()
                .body("items.find { it.name == 'car.loan' }.type", equalTo("boolean"));
    }

    @Test
    void malformedFilesAreNeverAFault() {
        Api api = Api.newTenant();
        send(api, "text/csv", new byte[0], "").statusCode(400);
        send(api, "text/csv", "name,phone\na,b\n".getBytes(StandardCharsets.UTF_8), "")
                .statusCode(400);
        send(api, "text/csv", "external_id,phone,phone\n".getBytes(StandardCharsets.UTF_8), "")
                .statusCode(400);
        send(api, "application/json", "{}".getBytes(StandardCharsets.UTF_8), "").statusCode(415);
        String head = "externalId\tphone\tname\n";
        JsonPath answer = csv(
                api,
                head + "A\t+966555000001\tx\textra\nB\t+966555000002\n C \t+966555000003\t" + "x".repeat(9_000) + "\n");
        assertThat(answer.getInt("rejected")).isEqualTo(3);
        String open = head + "A\t+966555000001\tgood\nB\t+966555000002\t\"" + "y".repeat(2_000_000);
        send(api, "text/csv", open.getBytes(StandardCharsets.UTF_8), "")
                .statusCode(200)
                .body("accepted", equalTo(1))
                .body("rejected", equalTo(1))
                .body("errors[0].line", equalTo(3));
        byte[] latin = (head + "L\t+966555000001\tJos\u00e9\n").getBytes(StandardCharsets.ISO_8859_1);
        send(api, "text/csv", latin, "").statusCode(200).body("errors[0].code", equalTo("bad_character"));
    }

    @Test
    void columnsTheFileDoesNotHaveStayAndEmptyCellsClear() {
        Api api = Api.newTenant();
        csv(api, "external_id,phone,city,plan\nA,+966555000001,riyadh,gold\n");
        csv(api, "external_id,phone,city\nA,+966555000001,\n");
        api.manager()
                .get("/api/v1/customers")
                .then()
                .body("items[0].city", nullValue())
                .body("items[0].attributes.plan", equalTo("gold"))
                .body("items[0].version", equalTo(1));
    }

    @Test
    void whatAnOpenQuoteWouldSwallowIsTaken() {
        Api api = Api.newTenant();
        JsonPath answer = csv(
                api,
                "external_id,phone,name\nA,+966555000001,\"Sara\nB,+966555000002,Omar\nC,+966555000003,\"Hu\nda\"\n");
        assertThat(answer.getInt("received")).isEqualTo(3);
        assertThat(answer.getInt("accepted")).isEqualTo(2);
        assertThat(answer.getInt("rejected")).isEqualTo(1);
        assertThat(answer.getInt("errors[0].line")).isEqualTo(2);
        assertThat(answer.getString("errors[0].code")).isEqualTo("unclosed_quote");
    }

    @Test
    void whatASecondImportDoesNotChangeIsNotWrittenAgain() {
        Api api = Api.newTenant();
        String file = "external_id,phone,city,score,last_contacted\nA,+966555000001,riyadh,1.50,2025-01-01\n"
                + "B,+966555000002,jeddah,2,2025-01-01T10:00:00.123456789Z\n";
        csv(api, file);
        List<Object> before = api.manager().get("/api/v1/customers").jsonPath().getList("items");
        JsonPath again = csv(api, file.replace("jeddah", "dammam"));
        assertThat(again.getInt("updated")).isEqualTo(2);
        List<Map<String, Object>> after =
                api.manager().get("/api/v1/customers").jsonPath().getList("items");
        assertThat(after.get(0)).isEqualTo(before.get(0));
        assertThat(after.get(1).get("version")).isEqualTo(1);
        assertThat(after.get(1).get("city")).isEqualTo("dammam");
    }

    @Test
    void theTypeOfAnAttributeIsThatOfTheWholeFileAndEveryMisfitIsCounted() {
        Api api = Api.newTenant();
        StringBuilder file = new StringBuilder("external_id,phone,score,note\n");
        for (int i = 0; i < 5_000; i++) {
            file.append("A%d,+9665550%05d,%s,n\n".formatted(i, i, i < 2_100 ? "unknown" : String.valueOf(i)));
        }
        JsonPath dry = send(api, "text/csv", file.toString().getBytes(StandardCharsets.UTF_8), "?dryRun=true")
                .statusCode(200)
                .extract()
                .jsonPath();
        JsonPath answer = csv(api, file.toString());
        for (JsonPath each : List.of(dry, answer)) {
            assertThat(each.getList("attributes.name")).containsExactly("note", "score");
            assertThat(each.getMap("attributes[1]"))
                    .isEqualTo(Map.of(
                            "name", "score", "type", "number", "fits", 2_900, "misfits", 2_100, "inferred", true));
        }
        api.manager()
                .get("/api/v1/attributes")
                .then()
                .body("items.find { it.name == 'score' }.type", equalTo("number"));
        api.manager()
                .body("{\"query\":{\"score\":{\"$gte\":4990}}}")
                .post("/api/v1/audiences/preview")
                .then()
                .body("matched", equalTo(10));
        api.manager()
                .get("/api/v1/customers/import/" + answer.getString("id"))
                .then()
                .statusCode(200)
                .body("state", equalTo("finished"))
                .body("accepted", equalTo(5_000))
                .body("attributes[1].misfits", equalTo(2_100));
        JsonPath again = csv(api, "external_id,phone,score\nA1,+966555000001,none\n");
        assertThat(again.getMap("attributes[0]"))
                .isEqualTo(Map.of("name", "score", "type", "number", "fits", 0, "misfits", 1, "inferred", false));
    }

    @Test
    void anImportIsReadByItsTenantAlone() {
        Api api = Api.newTenant();
        String path = "/api/v1/customers/import/"
                + csv(api, "external_id,phone\nA,+966555000001\nB,1\n").getString("id");
        api.as("viewer")
                .get(path)
                .then()
                .statusCode(200)
                .body("received", equalTo(2))
                .body("rejected", equalTo(1))
                .body("errors[0].line", equalTo(3));
        Api.newTenant().manager().get(path).then().statusCode(404);
        api.manager().get("/api/v1/customers/import/nonsense").then().statusCode(404);
        api.withScopes("admin", "campaigns:read").get(path).then().statusCode(403);
    }

    @Test
    void theListOfImportsHasTheNewestFirst() {
        Api api = Api.newTenant();
        String first = csv(api, "external_id,phone\nA,+966555000001\n").getString("id");
        String second = csv(api, "external_id,phone\nA,+966555000001\nB,1\n").getString("id");
        String path = "/api/v1/customers/import";
        String cursor = api.as("viewer")
                .get(path + "?limit=1")
                .then()
                .statusCode(200)
                .body("items.id", contains(second))
                .body("items[0].state", equalTo("finished"))
                .body("items[0].updated", equalTo(1))
                .body("items[0].rejected", equalTo(1))
                .extract()
                .path("nextCursor");
        api.manager().get(path + "?cursor=" + cursor).then().body("items.id", contains(first));
        api.manager().get(path + "?cursor=x").then().statusCode(400).body("errors[0].code", equalTo("invalid_cursor"));
        Api.newTenant().manager().get(path).then().body("items.size()", equalTo(0));
        api.withScopes("admin", "campaigns:read").get(path).then().statusCode(403);
    }

    @Inject
    ImportStore imports;

    @Inject
    TenantDb db;

    @Test
    void anImportWhoseReplicaDiedIsFailedWithWhatItWrote() {
        Api api = Api.newTenant();
        TenantId tenant = TenantId.fromString(api.tenantId);
        UUID id = Uuid7.next();
        Instant lastSign = Instant.now().minus(Duration.ofHours(1));
        ImportStore.Counts block = new ImportStore.Counts(10, 7, 2, 1, 0);
        imports.begin(tenant, id, false, "somebody", 1, lastSign, lastSign)
                .await()
                .atMost(PATIENCE);
        db.inTenant(tenant, connection -> imports.progress(connection, tenant, id, block, lastSign))
                .await()
                .atMost(PATIENCE);
        imports.beat(tenant, id, Instant.now()).await().atMost(PATIENCE);
        api.manager().get("/api/v1/customers/import/" + id).then().body("state", equalTo("running"));

        imports.beat(tenant, id, lastSign).await().atMost(PATIENCE);
        api.manager().get("/api/v1/customers/import").then().body("items[0].state", equalTo("failed"));
        api.manager()
                .get("/api/v1/customers/import/" + id)
                .then()
                .statusCode(200)
                .body("state", equalTo("failed"))
                .body("received", equalTo(10))
                .body("accepted", equalTo(7))
                .body("updated", equalTo(2))
                .body("rejected", equalTo(1));
        assertThatThrownBy(() -> db.inTenant(
                                tenant, connection -> imports.progress(connection, tenant, id, block, Instant.now()))
                        .await()
                        .atMost(PATIENCE))
                .as("a replica that wakes up again writes nothing more")
                .isInstanceOf(Problem.class);
    }
}
