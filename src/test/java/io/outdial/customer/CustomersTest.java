package io.outdial.customer;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.outdial.kernel.TenantId;
import io.outdial.platform.TenantDb;
import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class CustomersTest {

    @Inject
    TenantDb db;

    private static final Map<String, Object> SARA = Map.of(
            "externalId", "C1",
            "phone", "055 500 0070",
            "name", "Sara",
            "email", "sara@example.com",
            "city", "riyadh",
            "neighborhoods", List.of("mlaqa", "taadhi"),
            "consentAt", "2026-02-06",
            "attributes", Map.of("property_value", 700000, "car", Map.of("brand", "x")));

    private static String create(Api api, Map<String, Object> body) {
        return api.manager()
                .body(body)
                .post("/api/v1/customers")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    @Test
    void aCustomerIsCreatedReadListedAndMasked() {
        Api api = Api.newTenant();
        String id = create(api, SARA);
        api.manager()
                .get("/api/v1/customers/" + id)
                .then()
                .statusCode(200)
                .header("ETag", "\"0\"")
                .body("phone", equalTo("+966555000070"))
                .body("zones", equalTo(List.of("Asia/Riyadh")))
                .body("timeZone", nullValue())
                .body("consentAt", equalTo("2026-02-05T21:00:00Z"))
                .body("attributes.car.brand", equalTo("x"));
        api.as("viewer")
                .get("/api/v1/customers/" + id)
                .then()
                .body("phone", equalTo("+966*******70"))
                .body("email", equalTo("s***@example.com"));
        api.manager().get("/api/v1/customers?limit=1").then().body("items", hasSize(1));
        api.manager()
                .get("/api/v1/attributes")
                .then()
                .body("items.find { it.name == 'property_value' }.type", equalTo("number"))
                .body("items.name", hasItem("car.brand"));
        Api.newTenant().manager().get("/api/v1/customers/" + id).then().statusCode(404);
    }

    @Test
    void badBodiesAreRefusedWithTheirPointer() {
        Api api = Api.newTenant();
        refused(api, Map.of("externalId", "x", "phone", "12"), "/phone");
        refused(api, Map.of("phone", "+966555000070"), "/externalId");
        refused(api, Map.of("externalId", "x", "phone", "+966555000070", "timeZone", "Asia/Riyad"), "/timeZone");
        refused(api, Map.of("externalId", "x", "phone", "+966555000070", "consentAt", "soon"), "/consentAt");
        refused(api, Map.of("externalId", "x\u0000", "phone", "+966555000070"), "/externalId");
        refused(
                api,
                Map.of("externalId", "x", "phone", "+966555000070", "attributes", Map.of("city", "y")),
                "/attributes/city");
        refused(
                api,
                Map.of("externalId", "x", "phone", "+966555000070", "attributes", Map.of("a", "\u0000")),
                "/attributes/a");
        api.as("viewer").body(SARA).post("/api/v1/customers").then().statusCode(403);
    }

    /** Written out, each of these would have a hundred thousand digits or a thousand million. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1e131000               | /attributes/n",
                "1e-131000              | /attributes/n",
                "1e400                  | /attributes/n",
                "[1e-131000, \"x\"]     | /attributes/n",
                "{\"of\": 1e131000}     | /attributes/n",
                "1e999999999            | /attributes/n",
                "-1e999999999           | /attributes/n",
                "[1e-999999999, \"x\"]  | /attributes/n",
            })
    void aNumberThatCannotBeWrittenOutIsRefused(String number, String pointer) {
        Api api = Api.newTenant();
        String attributes = "\"attributes\": {\"n\": " + number + "}}";
        outOfRange(
                api.manager()
                        .body("{\"externalId\": \"x\", \"phone\": \"+966555000070\", " + attributes)
                        .post("/api/v1/customers"),
                pointer);
        String id = create(api, SARA);
        outOfRange(
                api.manager().header("If-Match", "*").body("{" + attributes).patch("/api/v1/customers/" + id), pointer);
        api.manager()
                .header("If-Match", "*")
                .body("{\"attributes\": {\"n\": [1e300, \"x\"], \"m\": 0.10}}")
                .patch("/api/v1/customers/" + id)
                .then()
                .statusCode(200);
        api.manager().get("/api/v1/customers/" + id).then().body("attributes.n[1]", equalTo("x"));
    }

    private static void outOfRange(Response response, String pointer) {
        response.then()
                .statusCode(400)
                .body("errors[0].code", equalTo("out_of_range"))
                .body("errors[0].pointer", startsWith(pointer));
    }

    private static void refused(Api api, Map<String, Object> body, String pointer) {
        api.manager()
                .body(body)
                .post("/api/v1/customers")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo(pointer));
    }

    @Test
    void aPatchNeedsTheVersionItsAuthorReadAndNullClears() {
        Api api = Api.newTenant();
        String id = create(api, SARA);
        String path = "/api/v1/customers/" + id;
        api.manager().body(Map.of("city", "jeddah")).patch(path).then().statusCode(428);
        api.manager()
                .header("If-Match", "\"0\"")
                .body("{\"city\":\"jeddah\",\"email\":null,\"attributes\":{\"car\":null}}")
                .patch(path)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("city", equalTo("jeddah"))
                .body("email", nullValue())
                .body("phone", equalTo("+966555000070"))
                .body("attributes.property_value", equalTo(700000))
                .body("attributes.car", nullValue());
        api.manager()
                .header("If-Match", "\"0\"")
                .body(Map.of("city", "x"))
                .patch(path)
                .then()
                .statusCode(412);
        api.manager()
                .header("If-Match", "\"1\"")
                .body(Map.of("phone", "1"))
                .patch(path)
                .then()
                .statusCode(400);
        api.manager()
                .header("If-Match", "\"1\"")
                .body(Map.of("nope", "1"))
                .patch(path)
                .then()
                .statusCode(400);
        api.manager().header("If-Match", "\"1\"").body("[]").patch(path).then().statusCode(400);
        Assertions.assertThat(values(api, CoreField.CITY.no())).containsExactly("jeddah");
        Assertions.assertThat(values(api, CoreField.NEIGHBORHOODS.no())).containsExactly("mlaqa", "taadhi");
    }

    @Test
    void anExternalIdIsTakenOnce() {
        Api api = Api.newTenant();
        create(api, SARA);
        api.manager().body(SARA).post("/api/v1/customers").then().statusCode(409);
        String other = create(api, Map.of("externalId", "C2", "phone", "+966555000071"));
        api.manager()
                .header("If-Match", "*")
                .body(Map.of("externalId", "C1"))
                .patch("/api/v1/customers/" + other)
                .then()
                .statusCode(409);
    }

    @Test
    void anErasedCustomerLeavesOnlyASuppressedNumber() {
        Api api = Api.newTenant();
        String path = "/api/v1/customers/" + create(api, SARA);
        api.manager().delete(path).then().statusCode(428);
        api.manager().header("If-Match", "\"0\"").delete(path).then().statusCode(204);
        api.manager().get(path).then().statusCode(404);
        Assertions.assertThat(values(api, CoreField.CITY.no())).isEmpty();
        api.manager()
                .get("/api/v1/do-not-call/{p}", "+966555000070")
                .then()
                .body("blocked", equalTo(true))
                .body("entries[0].list", equalTo("erased"))
                .body("entries[0].source", equalTo("erasure"));
        Assertions.assertThat(whereTheNumberStands(api, "+966555000070")).isEmpty();
    }

    /** Tables in which any column of a row of the tenant still shows the number. */
    private List<String> whereTheNumberStands(Api api, String phone) {
        TenantId tenant = TenantId.fromString(api.tenantId);
        List<String> tables = List.of("customer", "customer_value", "do_not_call", "erased_number", "idempotency_key");
        return tables.stream()
                .filter(table -> db.inTenant(tenant, connection -> connection
                                        .preparedQuery(
                                                "select from " + table + " r where tenant_id = $1 and r::text like $2")
                                        .execute(Tuple.of(tenant.value(), "%" + phone.substring(1) + "%")))
                                .await()
                                .atMost(Duration.ofSeconds(60))
                                .size()
                        > 0)
                .toList();
    }

    private List<String> values(Api api, int attributeNo) {
        TenantId tenant = TenantId.fromString(api.tenantId);
        List<String> texts = new java.util.ArrayList<>();
        db.inTenant(tenant, connection -> connection
                        .preparedQuery(
                                "select text_value from customer_value where tenant_id = $1 and attribute_no = $2 order by element")
                        .execute(Tuple.of(tenant.value(), attributeNo)))
                .await()
                .atMost(Duration.ofSeconds(60))
                .forEach(row -> texts.add(row.getString(0)));
        return texts;
    }
}
