package io.outdial.api;

import static io.outdial.api.Operations.all;
import static io.outdial.api.Operations.each;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.outdial.platform.Scopes;
import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Who may not see who people are is neither shown it nor told it by enough questions. */
@QuarkusTest
class PersonalDataTest {

    private static final String V1 = "/api/v1/";

    /** All a tenant's scopes but the one for personal data. */
    private static final String WITHOUT = Stream.of(
                    Scopes.CUSTOMERS_READ,
                    Scopes.CUSTOMERS_WRITE,
                    Scopes.CAMPAIGNS_READ,
                    Scopes.CAMPAIGNS_WRITE,
                    Scopes.CAMPAIGNS_LAUNCH,
                    Scopes.COMPLIANCE_WRITE,
                    Scopes.TELEPHONY_ADMIN,
                    Scopes.WEBHOOKS_ADMIN,
                    Scopes.AUDIT_READ,
                    Scopes.TENANT_ADMIN)
            .collect(Collectors.joining(" "));

    /** Queries that ask who somebody is, with where they do. */
    private static final Map<String, String> ASKING = Map.of(
            "{\"phone\": {\"$regex\": \"^.{4}3\"}}", "/query/phone/$regex",
            "{\"email\": \"nadia@example.com\"}", "/query/email",
            "{\"name\": {\"$gt\": \"m\"}}", "/query/name/$gt",
            "{\"$or\": [{\"city\": \"x\"}, {\"$nor\": [{\"phone\": [\"+966512349999\"]}]}]}",
                    "/query/$or/1/$nor/0/phone",
            "{\"name\": {\"$not\": {\"$in\": [\"a\", null]}}}", "/query/name/$not/$in",
            "{\"phone\": {\"$elemMatch\": {\"$lt\": \"+9665\"}}}", "/query/phone/$elemMatch/$lt");

    @Test
    void noOperationShowsWhoSomebodyIsWithoutTheScope() {
        Api tenant = Api.newTenant();
        Belongings own = Belongings.of(tenant);
        each(all(), (operation, all) -> {
            boolean reads = operation.method().equals("get")
                    && !operation.ofPlatform()
                    && !operation.path().endsWith("/events");
            if (reads) {
                hidesThePerson(all, operation.toString(), operation.send(without(tenant), own.parameters(operation)));
            }
        });
    }

    @Test
    void noAnswerToABodyShowsWhoSomebodyIsWithoutTheScope() {
        Api tenant = Api.newTenant();
        Belongings own = Belongings.of(tenant);
        String customer = own.id(V1 + "customers/");
        String script = tenant.manager()
                .body(Map.of("name", "S", "language", "en", "template", "{{n}} {{f}} {{e}} {{p}}"))
                .post(V1 + "scripts")
                .path("id");
        Map<String, Object> variables = Map.of(
                "n", Map.of("from", "name"),
                "f", Map.of("from", "first_name"),
                "e", Map.of("from", "email"),
                "p", Map.of("from", "phone"));
        Map<String, Object> everyone = Map.of("everyone", true);
        SoftAssertions all = new SoftAssertions();
        Map<String, Response> answers = Map.of(
                "search", without(tenant).body(everyone).post(V1 + "customers/search"),
                "preview", without(tenant).body(everyone).post(V1 + "audiences/preview"),
                "render",
                        without(tenant)
                                .body(Map.of("customerId", customer, "variables", variables))
                                .post(V1 + "scripts/" + script + "/render"),
                "change",
                        without(tenant)
                                .header("If-Match", "*")
                                .body(Map.of("city", "Riyadh"))
                                .patch(V1 + "customers/" + customer));
        answers.forEach((what, answer) -> {
            all.assertThat(answer.statusCode()).as(what).isEqualTo(200);
            hidesThePerson(all, what, answer);
        });
        all.assertAll();
    }

    @Test
    void aMaskSaysThatThereIsSomething() {
        Api tenant = Api.newTenant();
        String customer = Belongings.of(tenant).id(V1 + "customers/");
        without(tenant)
                .get(V1 + "customers/" + customer)
                .then()
                .body("name", equalTo("***"))
                .body("email", equalTo("n***@example.com"))
                .body("phone", equalTo("+966*******99"))
                .body("attributes.secret_attribute", equalTo(Belongings.MARK));
    }

    /** Else whoever edits what they were shown would overwrite what they were not. */
    @Test
    void aMaskIsNotTakenForAValue() {
        Api tenant = Api.newTenant();
        String url = V1 + "customers/" + Belongings.of(tenant).id(V1 + "customers/");
        Map.of("name", "***", "email", "n***@example.com", "phone", "+966*******99")
                .forEach((field, mask) -> without(tenant)
                        .header("If-Match", "*")
                        .body(Map.of(field, mask))
                        .patch(url)
                        .then()
                        .statusCode(400)
                        .body("errors[0].pointer", equalTo("/" + field)));
    }

    /** Its answer says whose number it is, and 404 that it is nobody's. */
    @Test
    void aConversionIsNotToldByANumberThatMayNotBeSeen() {
        Api tenant = Api.newTenant();
        Belongings.of(tenant);
        for (String phone : List.of(Belongings.PHONE, "+966500000009")) {
            refused(without(tenant).body(Map.of("phone", phone)).post(V1 + "conversions"), "/phone");
        }
    }

    @Test
    void nobodyAsksForWhatTheyMayNotSee() {
        Api tenant = Api.newTenant();
        ASKING.forEach((query, pointer) -> {
            for (String path : List.of("customers/search", "audiences/preview")) {
                refused(without(tenant).body("{\"query\": " + query + "}").post(V1 + path), pointer);
            }
            String saved = "{\"name\": \"A\", \"audience\": {\"query\": " + query + "}}";
            refused(without(tenant).body(saved).post(V1 + "audiences"), "/audience" + pointer);
            refused(without(tenant).body(saved).post(V1 + "campaigns"), "/audience" + pointer);
        });
        refused(
                without(tenant)
                        .body("{\"attributes\": {\"email\": {\"$exists\": true, \"$type\": \"string\"}}}")
                        .post(V1 + "customers/search"),
                "/attributes/email/$type");
    }

    @Test
    void whetherThereIsANumberMayBeAsked() {
        Api tenant = Api.newTenant();
        Belongings.of(tenant);
        without(tenant)
                .body(
                        "{\"query\": {\"phone\": {\"$exists\": true}, \"email\": {\"$ne\": null}, \"name\": {\"$not\": {\"$exists\": false}}}}")
                .post(V1 + "audiences/preview")
                .then()
                .statusCode(200)
                .body("matched", equalTo(1));
    }

    /** Somebody else wrote it; what it asks is as secret. */
    @Test
    void whatOthersAskedIsNotToldEither() {
        Api tenant = Api.newTenant();
        String asking = "{\"query\": {\"phone\": {\"$regex\": \"^.966\"}}}";
        String saved = tenant.manager()
                .body("{\"name\": \"A\", \"audience\": " + asking + "}")
                .post(V1 + "audiences")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        refused(
                without(tenant).body(Map.of("savedAudienceId", saved)).post(V1 + "audiences/preview"),
                "/savedAudienceId");
        String campaign = tenant.manager()
                .body("{\"name\": \"A\", \"audience\": " + asking + "}")
                .post(V1 + "campaigns")
                .path("id");
        String url = V1 + "campaigns/" + campaign;
        refused(without(tenant).get(url + "/estimate"), "/audience/query/phone/$regex");
        refused(without(tenant).post(url + "/validate"), "/audience/query/phone/$regex");
        refused(without(tenant).post(url + "/schedule"), "/audience/query/phone/$regex");
        refused(
                without(tenant)
                        .header("If-Match", "*")
                        .body("{\"audience\": {\"query\": {\"phone\": {\"$gt\": \"+9\"}}}}")
                        .patch(url),
                "/audience/query/phone/$gt");
        without(tenant)
                .header("If-Match", "*")
                .body(Map.of("name", "B"))
                .patch(url)
                .then()
                .statusCode(200);
    }

    /** An estimate shows nobody, but its count is an answer. */
    @Test
    void whoMayAskIsInTheLog() {
        Api tenant = Api.newTenant();
        String campaign = tenant.manager()
                .body("{\"name\": \"A\", \"audience\": {\"query\": {\"name\": \"Nadia\"}}}")
                .post(V1 + "campaigns")
                .path("id");
        tenant.manager().get(V1 + "campaigns/" + campaign + "/estimate").then().statusCode(200);
        tenant.manager()
                .get(V1 + "audit?action=personal_data.read&resourceId=" + campaign)
                .then()
                .body("items", hasSize(1))
                .body("items[0].detail.path", equalTo("/api/v1/campaigns/{id}/estimate"));
    }

    private static RequestSpecification without(Api tenant) {
        return tenant.withScopes("admin", WITHOUT);
    }

    private static void hidesThePerson(SoftAssertions all, String what, Response answer) {
        all.assertThat(answer.asString().toLowerCase(Locale.ROOT))
                .as(what)
                .doesNotContain(Belongings.PERSON + " ", Belongings.PERSON + "@", Belongings.PHONE.substring(1));
    }

    private static ValidatableResponse refused(Response answer, String pointer) {
        assertThat(answer.statusCode()).as("%s: %s", pointer, answer.asString()).isEqualTo(403);
        return answer.then()
                .contentType("application/problem+json")
                .body("errors[0].code", equalTo("personal_field"))
                .body("errors[0].pointer", equalTo(pointer));
    }
}
