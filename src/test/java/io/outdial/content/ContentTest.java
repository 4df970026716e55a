package io.outdial.content;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
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
        String id = api.manager()
                .body(Map.of("name", "Survey", "language", "ar", "template", "Hello {{first_name}}"))
                .post("/api/v1/scripts")
                .then()
                .statusCode(201)
                .body("scriptVersion", equalTo(1))
                .body("variables[0]", equalTo("first_name"))
                .extract()
                .path("id");
        String path = "/api/v1/scripts/" + id;
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
        api.manager()
                .body(Map.of("customerId", id, "variables", Map.of()))
                .post(path + "/render")
                .then()
                .statusCode(404);
        api.manager().header("If-Match", "\"1\"").delete(path).then().statusCode(204);
        api.manager()
                .header("If-Match", "\"2\"")
                .body(Map.of("name", "x"))
                .patch(path)
                .then()
                .statusCode(409);
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
