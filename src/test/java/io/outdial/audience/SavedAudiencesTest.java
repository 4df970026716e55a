package io.outdial.audience;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SavedAudiencesTest {

    private static final String PATH = "/api/v1/audiences/";
    private static final Map<String, Object> RIYADH = Map.of("query", Map.of("city", "riyadh"));

    @Test
    void aSavedAudienceNarrowsWhatRefersToIt() {
        Api tenant = withCustomers();
        String id = save(tenant, RIYADH).extract().path("id");
        preview(tenant, Map.of("savedAudienceId", id)).statusCode(200).body("matched", equalTo(2));
        preview(tenant, Map.of("savedAudienceId", id, "statuses", List.of("vip")))
                .statusCode(200)
                .body("matched", equalTo(1));
    }

    @Test
    void aChangedAudienceIsUsedAsItIsNow() {
        Api tenant = withCustomers();
        String id = save(tenant, RIYADH).extract().path("id");
        change(tenant, id, "\"0\"", Map.of("audience", Map.of("query", Map.of("city", "jeddah"))))
                .statusCode(200)
                .body("version", equalTo(1), "name", equalTo("An audience"));
        preview(tenant, Map.of("savedAudienceId", id)).body("matched", equalTo(1));
    }

    @Test
    void itsVersionIsRequired() {
        Api tenant = withCustomers();
        String id = save(tenant, RIYADH).extract().path("id");
        change(tenant, id, "\"7\"", Map.of("name", "x")).statusCode(412);
        tenant.manager().body(Map.of("name", "x")).patch(PATH + id).then().statusCode(428);
    }

    @Test
    void whatMeansNothingIsNotSaved() {
        Api tenant = withCustomers();
        save(tenant, Map.of("query", Map.of("citty", "riyadh")))
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/audience/query/citty"));
        tenant.manager().get(PATH).then().body("items", hasSize(0));
    }

    @Test
    void oneDoesNotReferToAnother() {
        Api tenant = withCustomers();
        String id = save(tenant, RIYADH).extract().path("id");
        save(tenant, Map.of("savedAudienceId", id))
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/audience/savedAudienceId"));
    }

    @Test
    void anotherTenantsIsUnknown() {
        String id = save(withCustomers(), RIYADH).extract().path("id");
        Api other = withCustomers();
        other.manager().get(PATH + id).then().statusCode(404);
        preview(other, Map.of("savedAudienceId", id))
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/savedAudienceId"));
    }

    @Test
    void aRetiredOneIsReadAndNotUsed() {
        Api tenant = withCustomers();
        String id = save(tenant, RIYADH).extract().path("id");
        tenant.manager().header("If-Match", "\"0\"").delete(PATH + id).then().statusCode(204);
        tenant.manager().get(PATH + id).then().statusCode(200).body("status", equalTo("retired"));
        tenant.manager().get(PATH).then().body("items.id", not(hasSize(1)));
        preview(tenant, Map.of("savedAudienceId", id)).statusCode(400);
        change(tenant, id, "\"1\"", Map.of("name", "x")).statusCode(409);
    }

    @Test
    void aCampaignIsCompleteWithASavedAudienceOnly() {
        Api tenant = withCustomers();
        String id = save(tenant, RIYADH).extract().path("id");
        String campaign = tenant.manager()
                .body(Map.of("name", "c", "audience", Map.of("savedAudienceId", id)))
                .post("/api/v1/campaigns")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        tenant.manager()
                .post("/api/v1/campaigns/" + campaign + "/validate")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'audience_size' }.passed", equalTo(true))
                .body("checks.find { it.name == 'audience_size' }.detail", containsString(" 2 "));
    }

    @Test
    void aContradictionWithTheSavedPartIsFound() {
        Api tenant = withCustomers();
        String id = save(tenant, Map.of("query", Map.of("value", Map.of("$gt", 5))))
                .extract()
                .path("id");
        preview(tenant, Map.of("savedAudienceId", id, "query", Map.of("value", Map.of("$lt", 3))))
                .statusCode(400);
    }

    private static ValidatableResponse save(Api tenant, Map<String, Object> audience) {
        return tenant.manager()
                .body(Map.of("name", "An audience", "audience", audience))
                .post("/api/v1/audiences")
                .then();
    }

    private static ValidatableResponse change(Api tenant, String id, String version, Map<String, Object> body) {
        return tenant.manager()
                .header("If-Match", version)
                .body(body)
                .patch(PATH + id)
                .then();
    }

    private static ValidatableResponse preview(Api tenant, Map<String, Object> audience) {
        return tenant.manager().body(audience).post(PATH + "preview").then();
    }

    private static Api withCustomers() {
        Api tenant = Api.newTenant();
        String csv = "external_id,phone,city,status,value\n1,+966512345671,riyadh,new,1\n2,+966512345672,riyadh,vip,9\n"
                + "3,+966512345673,jeddah,new,10\n";
        tenant.manager()
                .contentType("text/csv")
                .body(csv)
                .post("/api/v1/customers/import")
                .then()
                .statusCode(200)
                .body("accepted", equalTo(3));
        return tenant;
    }
}
