package io.outdial.api;

import static org.hamcrest.Matchers.equalTo;

import io.outdial.api.Operations.Operation;
import io.outdial.support.Api;
import io.restassured.http.ContentType;
import java.util.LinkedHashMap;
import java.util.Map;

/** One of everything that a tenant can own, each with a mark that no other tenant may ever read. */
final class Belongings {

    static final String MARK = "for-their-eyes-only";

    private static final String PHONE = "+966512349999";

    private final Api owner;
    /** Ids by the beginning of the path that reads them; the longest beginning counts. */
    private final Map<String, String> ids = new LinkedHashMap<>();

    private String delivery;

    private Belongings(Api owner) {
        this.owner = owner;
    }

    static Belongings of(Api owner) {
        Belongings all = new Belongings(owner);
        String csv = "external_id,phone,name,secret_attribute\n" + MARK + "," + PHONE + "," + MARK + "," + MARK + "\n";
        String imported = owner.manager()
                .contentType("text/csv")
                .body(csv)
                .post("/api/v1/customers/import")
                .then()
                .statusCode(200)
                .body("accepted", equalTo(1))
                .extract()
                .path("id");
        all.ids.put("/api/v1/customers/import/", imported);
        all.ids.put(
                "/api/v1/customers/",
                owner.manager().get("/api/v1/customers").then().extract().path("items[0].id"));
        all.make("/api/v1/voice-agents", Map.of("name", MARK, "language", "en", "voice", MARK));
        all.make("/api/v1/scripts", Map.of("name", MARK, "language", "en", "template", MARK));
        all.make("/api/v1/audiences", Map.of("name", MARK, "audience", Map.of("query", Map.of("external_id", MARK))));
        all.make("/api/v1/campaigns", Map.of("name", MARK));
        all.make(
                "/api/v1/telephony/connections",
                Map.of(
                        "kind",
                        "http",
                        "name",
                        MARK,
                        "settings",
                        Map.of("url", "https://localhost:1/" + MARK),
                        "credentials",
                        Map.of("secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")));
        all.make("/api/v1/webhooks", Map.of("url", "https://localhost:1/" + MARK, "description", MARK));
        all.delivery = owner.manager()
                .post("/api/v1/webhooks/" + all.ids.get("/api/v1/webhooks/") + "/test")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        all.ids.put("/api/v1/telephony/test-calls/", "01900000-0000-7000-8000-000000000001");
        all.ids.put("/api/v1/calls/", "01900000-0000-7000-8000-000000000001");
        owner.manager()
                .body(Map.of("phone", PHONE, "reason", MARK))
                .post("/api/v1/do-not-call")
                .then()
                .statusCode(201);
        owner.manager()
                .body(Map.of("phone", PHONE, "reason", MARK))
                .post("/api/v1/opt-outs")
                .then()
                .statusCode(201);
        return all;
    }

    private void make(String path, Map<String, Object> body) {
        ids.put(
                path + "/",
                owner.manager()
                        .body(body)
                        .post(path)
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("id"));
    }

    Map<String, String> parameters(Operation operation) {
        String id = ids.keySet().stream()
                .filter(operation.path()::startsWith)
                .findFirst()
                .map(ids::get)
                .orElse("");
        return Map.of("id", id, "deliveryId", delivery, "phone", PHONE, "name", "secret_attribute");
    }

    /** Everything is there as it was, for its owner. */
    void areUntouched() {
        Map<String, Integer> owned = Map.of(
                "customers",
                1,
                "voice-agents",
                1,
                "scripts",
                1,
                "audiences",
                1,
                "campaigns",
                1,
                "do-not-call",
                2,
                "webhooks",
                1);
        owned.forEach((kind, count) -> owner.manager()
                .accept(ContentType.JSON)
                .get("/api/v1/" + kind)
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(count)));
    }
}
