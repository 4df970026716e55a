package io.outdial.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Half a character is refused from whom it can be asked back, and no reason to refuse anything else. */
@QuarkusTest
class HalfCharactersTest {

    /** A transcript that a provider cut in the middle of an emoji; its report says how the call ended. */
    @Test
    void aProvidersDocumentIsReadAllTheSame() {
        String report = "{\"outcome\": \"busy\", \"words\": \"yes \\ud83d\", \"zero\": \"\\u0000\"}";
        assertThat(Buffer.buffer(report).toJsonObject().getString("outcome")).isEqualTo("busy");
    }

    @Test
    void aBodyIsRefusedWhereverItHasOne() {
        Map<String, String> places = Map.of(
                "{\"name\": \"\\ud83d\", \"type\": \"text\"}", "/name",
                "{\"name\": \"a\\u0000\", \"type\": \"text\"}", "/name",
                "{\"name\": \"a\", \"type\": \"text\", \"more\": {\"a/b\": [0, {\"x\": \"\\udc00\"}]}}",
                        "/more/a~1b/1/x",
                "{\"more\": {\"a\\u0000\": 1}}", "/more",
                "{\"\\u0000\": 1}", "");
        Api tenant = Api.newTenant();
        places.forEach((body, pointer) -> tenant.manager()
                .body(body)
                .post("/api/v1/attributes")
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("bad_character"), "errors[0].pointer", equalTo(pointer)));
        // No JSON at all, which a name with half a character is not either.
        for (String body : List.of("", "{\"\\", "{\"\\ud83d\": 1}")) {
            tenant.manager().body(body).post("/api/v1/attributes").then().statusCode(400);
        }
        tenant.manager()
                .body("{\"name\": \"\\ud83d\\ude00 \uD83D\uDE00\", \"type\": \"text\"}")
                .post("/api/v1/attributes")
                .then()
                .statusCode(201)
                .body("name", equalTo("\uD83D\uDE00 \uD83D\uDE00"));
    }
}
