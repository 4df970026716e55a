package io.outdial.content;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ContentTest {

    @Test
    void aVoiceAgentIsCreatedChangedAndRetired() {
        Api api = Api.newTenant();
        String path = api.manager()
                .body(Map.of("name", "Noura", "language", "ar-SA", "voice", "noura-1"))
                .post("/api/v1/voice-agents")
                .then()
                .statusCode(201)
                .header("ETag", "\"0\"")
                .body("id", notNullValue())
                .extract()
                .header("Location");
        path = java.net.URI.create(path).getPath();
        api.manager().body(Map.of("voice", "noura-2")).patch(path).then().statusCode(428);
        api.manager()
                .header("If-Match", "\"0\"")
                .body(Map.of("voice", "noura-2"))
                .patch(path)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("voice", equalTo("noura-2"));
        Api.newTenant().manager().get(path).then().statusCode(404);
        api.manager().header("If-Match", "\"1\"").delete(path).then().statusCode(204);
        api.manager().get("/api/v1/voice-agents").then().statusCode(200).body("items", hasSize(0));
        api.manager().get(path).then().statusCode(200).body("status", equalTo("retired"));
    }

    @Test
    void anotherTemplateIsTheNextVersion() {
        Api api = Api.newTenant();
        String path = script(api, "Hello {{first_name}}");
        api.manager()
                .header("If-Match", "\"0\"")
                .body(Map.of("template", "Hi {{first_name}}"))
                .patch(path)
                .then()
                .statusCode(200)
                .body("scriptVersion", equalTo(2));
        api.manager()
                .get(path + "/versions")
                .then()
                .statusCode(200)
                .body("items", hasSize(2))
                .body("items[1].template", equalTo("Hello {{first_name}}"));
    }

    @Test
    void aRetiredScriptStaysAsItIs() {
        Api api = Api.newTenant();
        String path = script(api, "Hello");
        api.manager().header("If-Match", "\"0\"").delete(path).then().statusCode(204);
        api.manager()
                .header("If-Match", "\"1\"")
                .body(Map.of("name", "x"))
                .patch(path)
                .then()
                .statusCode(409);
    }

    /** The same values as in a call, which are read by the same code. */
    @Test
    void aScriptIsRenderedForACustomer() {
        Api api = Api.newTenant();
        String customer = customer(api);
        Map<String, Object> variables = Map.of(
                "first_name", Map.of("from", "first_name", "fallback", "there"),
                "area", Map.of("from", "neighborhoods[0]"),
                "contract", Map.of("from", "attributes.contract_id"),
                "city", Map.of("from", "city", "fallback", "your city"));
        api.manager()
                .body(Map.of("customerId", customer, "variables", variables))
                .post(script(api, "{{first_name}}, {{area}}: {{contract}} in {{city}}{{nothing}}.") + "/render")
                .then()
                .statusCode(200)
                .body("text", equalTo("Sara, taadhi: A-17 in your city."))
                .body("scriptVersion", equalTo(1))
                .body("missing", contains("nothing"));
    }

    @Test
    void anOldVersionIsRenderedWhenItIsAskedFor() {
        Api api = Api.newTenant();
        String path = script(api, "first");
        api.manager()
                .header("If-Match", "\"0\"")
                .body(Map.of("template", "second"))
                .patch(path);
        api.manager()
                .body(Map.of("customerId", customer(api), "version", 1))
                .post(path + "/render")
                .then()
                .body("text", equalTo("first"));
    }

    @Test
    void whoMayNotSeePersonalDataIsShownItMasked() {
        Api api = Api.newTenant();
        Map<String, Object> request = Map.of(
                "customerId",
                customer(api),
                "variables",
                Map.of("name", Map.of("from", "name"), "phone", Map.of("from", "phone")));
        String path = script(api, "{{name}} {{phone}}") + "/render";
        api.as("viewer").body(request).post(path).then().statusCode(200).body("text", equalTo("*** +966*******71"));
        api.manager().body(request).post(path).then().statusCode(200).body("text", equalTo("Sara Ali +966512345671"));
    }

    @Test
    void whoDoesNotExistIsNotRenderedFor() {
        Api api = Api.newTenant();
        String path = script(api, "Hello");
        api.manager()
                .body(Map.of("customerId", path.substring(path.lastIndexOf('/') + 1)))
                .post(path + "/render")
                .then()
                .statusCode(404);
    }

    private static String script(Api api, String template) {
        return "/api/v1/scripts/"
                + api.manager()
                        .body(Map.of("name", "Survey", "language", "ar", "template", template))
                        .post("/api/v1/scripts")
                        .then()
                        .statusCode(201)
                        .body("scriptVersion", equalTo(1))
                        .extract()
                        .path("id");
    }

    private static String customer(Api api) {
        return api.manager()
                .body(Map.of(
                        "externalId",
                        "C1",
                        "phone",
                        "+966512345671",
                        "name",
                        "Sara Ali",
                        "neighborhoods",
                        List.of("taadhi"),
                        "attributes",
                        Map.of("contract_id", "A-17")))
                .post("/api/v1/customers")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    @Test
    void badBodiesAreRefusedWithTheirPlace() {
        Api api = Api.newTenant();
        api.manager()
                .body(Map.of("name", "x", "language", "ar", "template", "Hello {{"))
                .post("/api/v1/scripts")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/template"));
        api.manager()
                .body(Map.of("name", "a\0b", "language", "ar", "voice", "v"))
                .post("/api/v1/voice-agents")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/name"));
        api.as("viewer")
                .body(Map.of("name", "a", "language", "ar", "voice", "v"))
                .post("/api/v1/voice-agents")
                .then()
                .statusCode(403);
    }
}
