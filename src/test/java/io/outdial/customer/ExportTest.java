package io.outdial.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ExportTest {

    private static final String NDJSON = """
            {"externalId":"A","phone":"+966555000001","name":"=HYPERLINK(1)","email":"a@example.com","neighborhoods":["x","y"],"status":"new","attributes":{"car":{"loan":true,"years":[1,2]},"code":"0012","score":1.5}}
            {"externalId":"B","phone":"+966555000002","name":"'@b, \\"c\\"\\nd","timeZone":"Mars/Base","lastContacted":"2025-01-01T10:00:00Z","attributes":{"score":"none","due":"2026-01-01","-plan":"-x"}}
            {"externalId":"C","phone":"+966555000003","city":"riyadh","consentAt":"2025-01-01T10:00:00Z"}
            """;

    private static JsonPath send(Api api, String type, String file) {
        JsonPath answer = api.manager()
                .contentType(type)
                .body(file.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/customers/import")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(answer.getInt("rejected")).as(answer.prettify()).isZero();
        return answer;
    }

    private static String export(Api api, String format) {
        return new String(
                api.manager()
                        .get("/api/v1/customers/export?format=" + format)
                        .then()
                        .statusCode(200)
                        .extract()
                        .asByteArray(),
                StandardCharsets.UTF_8);
    }

    private static List<Map<String, Object>> customers(Api api) {
        return api.manager().get("/api/v1/customers?limit=500").jsonPath().getList("items");
    }

    /** What somebody said of the customers. */
    private static List<Map<String, Object>> said(Api api) {
        List<Map<String, Object>> said = new ArrayList<>();
        for (Map<String, Object> customer : customers(api)) {
            Map<String, Object> copy = new HashMap<>(customer);
            copy.keySet().removeAll(List.of("id", "version", "createdAt", "updatedAt"));
            said.add(copy);
        }
        return said;
    }

    @Test
    void anExportComesBackToItsTenantAsNoChange() {
        Api api = Api.newTenant();
        send(api, "application/x-ndjson", NDJSON);
        List<Map<String, Object>> before = customers(api);
        assertThat(before).hasSize(3);
        for (String format : List.of("csv", "ndjson")) {
            String file = export(api, format);
            JsonPath answer = send(api, format.equals("csv") ? "text/csv" : "application/x-ndjson", file);
            assertThat(answer.getInt("updated")).as(file).isEqualTo(3);
            assertThat(customers(api)).as(file).isEqualTo(before);
        }
    }

    @Test
    void anExportIsWholeInAnotherTenant() {
        Api api = Api.newTenant();
        send(api, "application/x-ndjson", NDJSON);
        Api other = Api.newTenant();
        send(other, "application/x-ndjson", export(api, "ndjson"));
        assertThat(said(other)).isEqualTo(said(api));

        Api flat = Api.newTenant();
        send(flat, "text/csv", "external_id,phone,name,score,due,-plan\nA,+966555000001,'=1+1,5,2026-01-01,-x\n");
        assertThat(customers(flat).get(0).get("name")).isEqualTo("=1+1");
        Api third = Api.newTenant();
        send(third, "text/csv", export(flat, "csv"));
        assertThat(said(third)).isEqualTo(said(flat));
    }

    @Test
    void aCellOfAnExportIsNoFormulaAndPersonalDataIsMasked() {
        Api api = Api.newTenant();
        send(api, "application/x-ndjson", NDJSON);
        assertThat(export(api, "csv"))
                .startsWith("external_id,phone,")
                .contains("'=HYPERLINK(1)")
                .contains(",'-plan,")
                .contains(",'-x,")
                .contains("+966555000001");
        api.as("viewer")
                .accept("application/x-ndjson")
                .get("/api/v1/customers/export")
                .then()
                .statusCode(200)
                .contentType("application/x-ndjson")
                .body(startsWith("{\"externalId\":\"A\",\"phone\":\"+966*******01\""));
        api.as("viewer")
                .accept("text/csv")
                .get("/api/v1/customers/export")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/csv"));
        api.manager()
                .get("/api/v1/customers/export?format=xml")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("?format"));
        api.withScopes("admin", "campaigns:read")
                .get("/api/v1/customers/export")
                .then()
                .statusCode(403);
    }

    @Test
    void everyPageIsInTheFileOnce() {
        Api api = Api.newTenant();
        StringBuilder file = new StringBuilder("external_id,phone\n");
        for (int i = 0; i < 1_700; i++) {
            file.append("A%04d,+9665550%05d\n".formatted(i, i));
        }
        send(api, "text/csv", file.toString());
        assertThat(export(api, "csv").lines().skip(1).map(line -> line.substring(0, 5)))
                .hasSize(1_700)
                .doesNotHaveDuplicates();
        assertThat(export(Api.newTenant(), "ndjson")).isEmpty();
        assertThat(export(Api.newTenant(), "csv").lines()).hasSize(1);
    }
}
