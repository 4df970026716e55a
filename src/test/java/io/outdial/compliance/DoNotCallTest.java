package io.outdial.compliance;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.InputStream;
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
    void listsAreImportedAndImportedAgain() throws IOException {
        Api api = Api.newTenant();
        imported(api, "/demo/do-not-call-sa.txt", 400, 400, 0);
        imported(api, "/demo/do-not-call-sa.txt", 400, 0, 400);
        imported(api, "/data/do-not-call-us-registry.txt", 500, 500, 0);
        api.manager().get("/api/v1/do-not-call/{p}", "+12015550100").then().body("blocked", equalTo(true));
        api.manager()
                .get("/api/v1/do-not-call?limit=2")
                .then()
                .body("items", hasSize(2))
                .body("nextCursor", notNullValue());
    }

    @Test
    void aFileThatReplacesAListRemovesWhatItNoLongerHasAndNothingElse() {
        Api api = Api.newTenant();
        registry(api, "date=2026-10-01", "+966551234561\n+966551234562\n").body("accepted", equalTo(2));
        api.manager()
                .body(Map.of("phone", "+966551234569", "list", "registry"))
                .post("/api/v1/do-not-call")
                .then()
                .statusCode(201);
        registry(api, "date=2026-11-01&replace=true", "+966551234562\n+966551234563\n")
                .body("accepted", equalTo(1))
                .body("updated", equalTo(1))
                .body("removed", equalTo(1));
        api.manager()
                .get("/api/v1/do-not-call?list=registry")
                .then()
                .body("items.phone", contains("+966551234562", "+966551234563", "+966551234569"));
    }

    @Test
    void aListSaysOfWhichDayItIs() {
        Api api = Api.newTenant();
        registry(api, "date=2026-10-01", "+966551234561\n");
        registry(api, "", "+966551234562\n");
        api.as("viewer")
                .get("/api/v1/do-not-call/lists")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].list", equalTo("registry"))
                .body("items[0].entries", equalTo(2))
                .body("items[0].dated", equalTo("2026-10-01"))
                .body("items[0].importedAt", notNullValue());
        Api.newTenant().manager().get("/api/v1/do-not-call/lists").then().body("items", hasSize(0));
    }

    @Test
    void aFileIsNeitherOfADayToComeNorOlderThanItsList() {
        Api api = Api.newTenant();
        registry(api, "date=2026-10-01", "+966551234561\n");
        refused(api, "date=2026-09-30", "+966551234562\n", "older_than_list");
        refused(api, "date=2199-01-01", "+966551234562\n", "in_the_future");
        refused(api, "date=yesterday", "+966551234562\n", "invalid_date");
        refused(api, "replace=true", "", "empty_list");
        api.manager().get("/api/v1/do-not-call").then().body("items", hasSize(1));
    }

    private static ValidatableResponse registry(Api api, String query, String file) {
        return api.manager()
                .contentType("text/plain")
                .body(file)
                .post("/api/v1/do-not-call/import?list=registry&" + query)
                .then()
                .statusCode(200);
    }

    private static void refused(Api api, String query, String file, String code) {
        api.manager()
                .contentType("text/plain")
                .body(file)
                .post("/api/v1/do-not-call/import?list=registry&" + query)
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo(code));
    }

    @Test
    void badLinesAreNamed() {
        Api api = Api.newTenant();
        api.manager()
                .contentType("text/csv")
                .body("phone,reason,expires\n+966551234567,asked,2099-01-31\n12,,\n+966551234568,,soon\n")
                .post("/api/v1/do-not-call/import?list=partners")
                .then()
                .statusCode(200)
                .body("received", equalTo(3))
                .body("accepted", equalTo(1))
                .body("rejected", equalTo(2))
                .body("errors[0].line", equalTo(3))
                .body("errors[1].column", equalTo("expires"));
    }

    @Test
    void anOpenQuoteTakesNoNumberWithIt() {
        Api api = Api.newTenant();
        open(api, "text/plain", "\"+966551234561\n+966551234562\n+966551234563\n");
        open(
                api,
                "text/csv",
                "phone,reason\n+966551234561,\"asked\n+966551234562,\n+966551234563,\"twice, by mail\"\n");
        for (int last = 2; last <= 3; last++) {
            api.manager()
                    .get("/api/v1/do-not-call/{p}", "+96655123456" + last)
                    .then()
                    .body("blocked", equalTo(true));
        }
    }

    private static void open(Api api, String type, String list) {
        api.manager()
                .contentType(type)
                .body(list)
                .post("/api/v1/do-not-call/import")
                .then()
                .statusCode(200)
                .body("received", equalTo(3), "rejected", equalTo(1))
                .body(
                        "errors[0].code",
                        equalTo("unclosed_quote"),
                        "errors[0].line",
                        equalTo(type.equals("text/csv") ? 2 : 1));
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

    private static void imported(Api api, String file, int received, int accepted, int updated) throws IOException {
        try (InputStream in = DoNotCallTest.class.getResourceAsStream(file)) {
            api.manager()
                    .contentType("text/plain")
                    .body(in.readAllBytes())
                    .post("/api/v1/do-not-call/import")
                    .then()
                    .statusCode(200)
                    .body("received", equalTo(received))
                    .body("accepted", equalTo(accepted))
                    .body("updated", equalTo(updated))
                    .body("rejected", equalTo(0));
        }
    }
}
