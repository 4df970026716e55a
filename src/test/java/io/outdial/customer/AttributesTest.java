package io.outdial.customer;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AttributesTest {

    private static final String PATH = "/api/v1/attributes/";

    @Test
    void aReadSaysHowManyValuesHaveTheType() {
        Api tenant = tenantWith("value\n1\n2\nnone\n");
        tenant.manager()
                .get(PATH + "value")
                .then()
                .statusCode(200)
                .body("type", equalTo("number"), "fits", equalTo(2), "misfits", equalTo(1), "declared", equalTo(false));
    }

    @Test
    void aNewTypeReadsStoredValuesAgain() {
        Api tenant = tenantWith("code\n12\n7\n100\n");
        matched(tenant, "{\"code\": {\"$gt\": 50}}", 1);
        change(tenant, "code", "text", false).statusCode(200).body("type", equalTo("text"), "declared", equalTo(true));
        // As text "7" is the greatest and "12" the one in the middle.
        matched(tenant, "{\"code\": {\"$gt\": \"12\"}}", 1);
        matched(tenant, "{\"code\": \"100\"}", 1);
        change(tenant, "code", "number", false)
                .statusCode(200)
                .body("fits", equalTo(3), "misfits", equalTo(0), "version", equalTo(2));
        matched(tenant, "{\"code\": {\"$gt\": 50}}", 1);
    }

    @Test
    void elementsOfListsAreReadAgainToo() {
        Api tenant = Api.newTenant();
        tenant.manager()
                .body(Map.of(
                        "externalId", "1", "phone", "+966512345671", "attributes", Map.of("rooms", List.of("3", "4"))))
                .post("/api/v1/customers")
                .then()
                .statusCode(201);
        change(tenant, "rooms", "number", false).statusCode(200).body("fits", equalTo(2));
        matched(tenant, "{\"rooms\": {\"$gte\": 4}}", 1);
    }

    @Test
    void aChangeNamesTheCampaignsThatSelectOthersByIt() {
        Api tenant = tenantWith("code\n12\n7\n100\n");
        String fewer = draft(tenant, "fewer", Map.of("code", Map.of("$in", List.of(12, 7))));
        String same = draft(tenant, "same", Map.of("code", Map.of("$exists", true)));
        draft(tenant, "other", Map.of("city", "code"));
        change(tenant, "code", "text", false)
                .statusCode(200)
                .body("campaigns.id", contains(fewer, same))
                .body("campaigns.changes", contains(true, false))
                .body("campaigns[0].matchedBefore", equalTo(2), "campaigns[0].matchedAfter", nullValue())
                .body("campaigns[0].problem", containsString("text"))
                .body("campaigns[1].matchedAfter", equalTo(3));
    }

    @Test
    void aChangeNamesTheSavedAudiencesThatSelectOthersByIt() {
        Api tenant = tenantWith("code\n12\n7\n100\n");
        for (Object query : List.of(Map.of("code", Map.of("$gt", 50)), Map.of("code", Map.of("$exists", true)))) {
            tenant.manager()
                    .body(Map.of("name", query.toString(), "audience", Map.of("query", query)))
                    .post("/api/v1/audiences")
                    .then()
                    .statusCode(201);
        }
        change(tenant, "code", "date", true)
                .statusCode(200)
                .body("campaigns.size()", equalTo(0))
                .body("audiences.changes", contains(true, false))
                .body("audiences[0].matchedBefore", equalTo(1), "audiences[0].matchedAfter", nullValue())
                .body("audiences[1].matchedAfter", equalTo(3));
    }

    @Test
    void aTrialTellsTheSameAndChangesNothing() {
        Api tenant = tenantWith("code\n12\n7\n100\n");
        String draft = draft(tenant, "draft", Map.of("code", 12));
        change(tenant, "code", "date", true)
                .statusCode(200)
                .body("dryRun", equalTo(true), "fits", equalTo(0), "misfits", equalTo(3))
                .body("campaigns.id", contains(draft));
        tenant.manager().get(PATH + "code").then().body("type", equalTo("number"), "version", equalTo(0));
        matched(tenant, "{\"code\": {\"$gt\": 50}}", 1);
    }

    @Test
    void aDeclaredTypeHoldsForTheImportThatFollows() {
        Api tenant = Api.newTenant();
        tenant.manager()
                .body(Map.of("name", "code", "type", "text"))
                .post("/api/v1/attributes")
                .then()
                .statusCode(201)
                .body("declared", equalTo(true));
        load(tenant, "code\n12\n7\n100\n");
        matched(tenant, "{\"code\": \"12\"}", 1);
    }

    @Test
    void aNameIsDeclaredOnce() {
        Api tenant = tenantWith("code\n12\n");
        tenant.manager()
                .body(Map.of("name", "code", "type", "text"))
                .post("/api/v1/attributes")
                .then()
                .statusCode(409);
    }

    @Test
    void aCoreFieldIsNoAttribute() {
        Api.newTenant()
                .manager()
                .body(Map.of("name", "lastContacted", "type", "text"))
                .post("/api/v1/attributes")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/name"));
    }

    /** Stored as a question mark it would be another attribute's name. */
    @Test
    void halfACharacterIsNoName() {
        Api tenant = Api.newTenant();
        for (String half : List.of("\\ud800", "\\udc00", "a\\ud83d")) {
            tenant.manager()
                    .body("{\"name\": \"" + half + "\", \"type\": \"text\"}")
                    .post("/api/v1/attributes")
                    .then()
                    .statusCode(400)
                    .body("errors[0].pointer", equalTo("/name"))
                    .body("errors[0].code", equalTo("bad_character"));
        }
        tenant.manager()
                .body("{\"name\": \"\\ud83d\\ude00\", \"type\": \"text\"}")
                .post("/api/v1/attributes")
                .then()
                .statusCode(201);
    }

    @Test
    void aStaleOrMissingVersionIsRefused() {
        Api tenant = tenantWith("code\n12\n");
        Map<String, String> body = Map.of("type", "text");
        tenant.manager().body(body).patch(PATH + "code").then().statusCode(428);
        tenant.manager()
                .header("If-Match", "\"9\"")
                .body(body)
                .patch(PATH + "code")
                .then()
                .statusCode(412);
    }

    @Test
    void anUnknownTypeIsRefused() {
        change(tenantWith("code\n12\n"), "code", "money", false)
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/type"));
    }

    @Test
    void anotherTenantsAttributeIsNotThere() {
        tenantWith("code\n12\n");
        Api.newTenant().manager().get(PATH + "code").then().statusCode(404);
    }

    @Test
    void aNameWithASlashAndASpaceIsReached() {
        Api tenant = tenantWith("price/m 2\n12\n");
        tenant.manager()
                .get(PATH + "{name}", "price/m 2")
                .then()
                .statusCode(200)
                .body("name", equalTo("price/m 2"));
    }

    private static ValidatableResponse change(Api tenant, String name, String type, boolean dryRun) {
        String etag = tenant.manager().get(PATH + name).header("ETag");
        return tenant.manager()
                .header("If-Match", etag)
                .queryParam("dryRun", dryRun)
                .body(Map.of("type", type))
                .patch(PATH + name)
                .then();
    }

    private static void matched(Api tenant, String query, int expected) {
        tenant.manager()
                .body("{\"query\": " + query + "}")
                .post("/api/v1/audiences/preview")
                .then()
                .statusCode(200)
                .body("matched", equalTo(expected));
    }

    private static String draft(Api tenant, String name, Map<String, Object> query) {
        return tenant.manager()
                .body(Map.of("name", name, "audience", Map.of("query", query)))
                .post("/api/v1/campaigns")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static Api tenantWith(String column) {
        Api tenant = Api.newTenant();
        load(tenant, column);
        return tenant;
    }

    /** Imports one column, with the customers that are needed for it. */
    private static void load(Api tenant, String column) {
        String[] lines = column.split("\n", -1);
        StringBuilder csv = new StringBuilder("external_id,phone," + lines[0] + "\n");
        for (int i = 1; i < lines.length - 1; i++) {
            csv.append(i)
                    .append(",+96651234567")
                    .append(i)
                    .append(',')
                    .append(lines[i])
                    .append('\n');
        }
        tenant.manager()
                .contentType("text/csv")
                .body(csv.toString())
                .post("/api/v1/customers/import")
                .then()
                .statusCode(200)
                .body("accepted", equalTo(lines.length - 2), "errors", hasSize(0));
    }
}
