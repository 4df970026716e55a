package io.outdial.compliance;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DoNotCallTest {

    @Test
    void anEntryBlocksUntilItIsTakenOff() {
        Api api = Api.newTenant();
        api.manager()
                .body(Map.of("phone", "055 123 4567", "reason", "asked"))
                .post("/api/v1/do-not-call")
                .then()
                .statusCode(201)
                .body("phone", equalTo("+966551234567"))
                .body("list", equalTo("tenant"));
        api.manager()
                .get("/api/v1/do-not-call/{p}", "+966551234567")
                .then()
                .statusCode(200)
                .body("blocked", equalTo(true));
        api.as("viewer")
                .get("/api/v1/do-not-call")
                .then()
                .statusCode(200)
                .body("items[0].phone", equalTo("+966*******67"));
        Api.newTenant()
                .manager()
                .get("/api/v1/do-not-call/{p}", "+966551234567")
                .then()
                .body("blocked", equalTo(false));
        api.manager().delete("/api/v1/do-not-call/{p}", "+966551234567").then().statusCode(204);
        api.manager().delete("/api/v1/do-not-call/{p}", "+966551234567").then().statusCode(404);
        api.manager().get("/api/v1/do-not-call/{p}", "+966551234567").then().body("blocked", equalTo(false));
    }

    @Test
    void anExpiredEntryBlocksNoMore() {
        Api api = Api.newTenant();
        api.manager()
                .body(Map.of("phone", "+966551234567", "expiresAt", "2020-01-01T00:00:00Z"))
                .post("/api/v1/do-not-call")
                .then()
                .statusCode(201);
        api.manager().get("/api/v1/do-not-call/{p}", "+966551234567").then().body("blocked", equalTo(false));
    }

    @Test
    void anOptOutBlocks() {
        Api api = Api.newTenant();
        api.manager()
                .body(Map.of("phone", "+966551234567"))
                .post("/api/v1/opt-outs")
                .then()
                .statusCode(201);
        api.manager().get("/api/v1/opt-outs").then().statusCode(200).body("items", hasSize(1));
        api.manager()
                .get("/api/v1/do-not-call/{p}", "+966551234567")
                .then()
                .body("entries[0].list", equalTo("opt_out"));
    }

    @Test
    void badRequestsAreRefused() {
        Api api = Api.newTenant();
        api.manager()
                .body(Map.of("phone", "abc"))
                .post("/api/v1/do-not-call")
                .then()
                .statusCode(400);
        api.manager()
                .body(Map.of("phone", "+966551234567", "reason", "a\0b"))
                .post("/api/v1/do-not-call")
                .then()
                .statusCode(400);
        api.manager()
                .body(Map.of("phone", "+966551234567", "expiresAt", "+1000000000-12-31T23:59:59Z"))
                .post("/api/v1/do-not-call")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/expiresAt"));
        api.manager()
                .body("{\"phone\": \"+966551234567\", \"reason\": \"half \\ud800\"}")
                .post("/api/v1/do-not-call")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/reason"))
                .body("errors[0].code", equalTo("bad_character"));
        api.manager().get("/api/v1/do-not-call?cursor=x").then().statusCode(400);
        api.as("operator")
                .body(Map.of("phone", "+966551234567"))
                .post("/api/v1/do-not-call")
                .then()
                .statusCode(403);
    }

    @Test
    void reservedListsAreNotTheTenantsToWrite() {
        Api api = Api.newTenant();
        for (String list : new String[] {"platform", "erased", "opt_out"}) {
            api.manager()
                    .body(Map.of("phone", "+966551234567", "list", list))
                    .post("/api/v1/do-not-call")
                    .then()
                    .statusCode(400)
                    .body("errors[0].pointer", equalTo("/list"))
                    .body("errors[0].code", equalTo("reserved_list"));
            api.manager()
                    .contentType("text/plain")
                    .body("+966551234567")
                    .post("/api/v1/do-not-call/import?list=" + list)
                    .then()
                    .statusCode(400)
                    .body("errors[0].pointer", equalTo("?list"));
        }
        api.manager().get("/api/v1/do-not-call").then().body("items", hasSize(0));
        for (String list : new String[] {"platform", "erased"}) {
            api.manager()
                    .delete("/api/v1/do-not-call/{p}?list=" + list, "+966551234567")
                    .then()
                    .statusCode(400)
                    .body("errors[0].pointer", equalTo("?list"));
        }
    }

    @Test
    void aMistakenOptOutIsTakenBack() {
        Api api = Api.newTenant();
        api.manager()
                .body(Map.of("phone", "+966551234567"))
                .post("/api/v1/opt-outs")
                .then()
                .statusCode(201);
        String entry = "/api/v1/do-not-call/{p}?list=opt_out";
        api.as("operator").delete(entry, "+966551234567").then().statusCode(403);
        api.manager().delete(entry, "+966551234567").then().statusCode(204);
        api.manager().get("/api/v1/opt-outs").then().body("items", hasSize(0));
    }
}
