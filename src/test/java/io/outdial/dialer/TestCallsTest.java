package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import io.outdial.support.Api;
import io.outdial.support.Beside;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A test call reaches its own caller and nobody else, and no oftener than is said. */
@QuarkusTest
class TestCallsTest {

    private static final String PATH = "/api/v1/telephony/test-calls";
    private static final String PHONE = "+966551112222";
    private static final String BUILT_IN = "00000000-0000-7000-8000-000000000000";

    @Inject
    Bench bench;

    @Test
    void whatPeopleAndThePlatformForbidHoldsForThemToo() {
        for (String list : List.of("tenant", "opt_out", "platform", "erased")) {
            Scene scene = new Scene(bench.db, Map.of(), 1);
            Map<String, Object> body = body(scene);
            String phone = "+9665" + (70_000_000 + list.hashCode() % 1000);
            Runnable after = forbid(scene, list, phone);
            scene.api
                    .withPhone(phone)
                    .body(body)
                    .post(PATH)
                    .then()
                    .statusCode(409)
                    .body("detail", containsString(list));
            assertThat(scene.count("telephony_test_call")).as(list).isZero();
            after.run();
        }
    }

    /** Who hears the script hears the customer's name. */
    @Test
    void whoMayNotSeeTheCustomerMayNotHearOfThem() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        Map<String, Object> body = body(scene);
        scene.api
                .withScopes("admin", "telephony:admin")
                .body(body)
                .post(PATH)
                .then()
                .statusCode(403);
        scene.api.withPhone(PHONE).body(body).post(PATH).then().statusCode(201);
        scene.api
                .manager()
                .get("/api/v1/audit?action=personal_data.read")
                .then()
                .body("items[0].detail.path", equalTo(PATH));
    }

    /** A registry binds sellers; whoever asks for a call of their own is not sold anything. */
    @Test
    void aRegistryDoesNotForbidACallToOneself() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        Map<String, Object> body = body(scene);
        scene.api.manager().body(Map.of("phone", PHONE, "list", "us-national")).post("/api/v1/do-not-call");
        scene.api.withPhone(PHONE).body(body).post(PATH).then().statusCode(201);
    }

    @Test
    void ofManyAtOnceOneIsMade() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        Map<String, Object> body = body(scene);
        List<CompletableFuture<Integer>> asked = Stream.generate(() -> Beside.supply(
                        () -> scene.api.withPhone(PHONE).body(body).post(PATH).statusCode()))
                .limit(6)
                .toList();
        assertThat(asked.stream().map(CompletableFuture::join).filter(status -> status == 201))
                .hasSize(1);
        assertThat(scene.count("telephony_test_call")).isEqualTo(1);
    }

    @Test
    void aNumberIsCalledOnceAMinuteWhoeverAsks() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        Map<String, Object> body = body(scene);
        scene.api.withPhone(PHONE).body(body).post(PATH).then().statusCode(201);
        scene.sql("update telephony_test_call set created_by = 'another' where tenant_id = $1");
        scene.api.withPhone(PHONE).body(body).post(PATH).then().statusCode(429);
    }

    @Test
    void aTenantMakesTwentyAnHour() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        Map<String, Object> body = body(scene);
        scene.api.withPhone(PHONE).body(body).post(PATH).then().statusCode(201);
        scene.sql(
                "insert into telephony_test_call (tenant_id, attempt_id, connection_id, phone, campaign_id, customer_id,"
                        + " created_by, created_at) select t.tenant_id, overlay(t.attempt_id::text placing lpad(g::text, 12, '0')"
                        + " from 25)::uuid, t.connection_id, t.phone || g, t.campaign_id, t.customer_id, 'p' || g, t.created_at"
                        + " from telephony_test_call t cross join generate_series(1, 18) g where t.tenant_id = $1");
        scene.sql("update telephony_test_call set created_by = 'another' where tenant_id = $1");
        scene.api.withPhone("+966551113333").body(body).post(PATH).then().statusCode(201);
        scene.sql("update telephony_test_call set created_by = 'another' where tenant_id = $1");
        scene.api
                .withPhone("+966551114444")
                .body(body)
                .post(PATH)
                .then()
                .statusCode(429)
                .header("Retry-After", Integer::parseInt, greaterThan(60))
                .body("detail", containsString("within an hour"));
    }

    private static Map<String, Object> body(Scene scene) {
        String campaign = scene.closed();
        Row customer = scene.one("select customer_id from customer where tenant_id = $1");
        return Map.of(
                "connectionId",
                BUILT_IN,
                "campaignId",
                campaign,
                "customerId",
                customer.getUUID("customer_id").toString());
    }

    /** @return what takes it off again, where others would be forbidden too */
    private static Runnable forbid(Scene scene, String list, String phone) {
        RequestSpecification manager = scene.api.manager();
        switch (list) {
            case "opt_out" ->
                manager.body(Map.of("phone", phone))
                        .post("/api/v1/opt-outs")
                        .then()
                        .statusCode(201);
            case "platform" -> {
                String path = "/api/v1/platform/do-not-call";
                Api.platform().body(Map.of("phone", phone)).post(path).then().statusCode(201);
                return () -> Api.platform().urlEncodingEnabled(false).delete(path + "/" + phone);
            }
            case "erased" -> {
                String id = manager.body(Map.of("externalId", "gone", "phone", phone))
                        .post("/api/v1/customers")
                        .path("id");
                scene.api.manager().header("If-Match", "*").delete("/api/v1/customers/" + id);
            }
            default ->
                manager.body(Map.of("phone", phone))
                        .post("/api/v1/do-not-call")
                        .then()
                        .statusCode(201);
        }
        return () -> {};
    }
}
