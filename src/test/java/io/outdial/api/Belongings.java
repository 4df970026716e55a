package io.outdial.api;

import static org.hamcrest.Matchers.equalTo;

import io.outdial.api.Operations.Operation;
import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.TenantDb;
import io.outdial.support.Api;
import io.quarkus.arc.Arc;
import io.restassured.http.ContentType;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One of everything that a tenant can own, each with a mark that no other tenant may ever read. */
final class Belongings {

    static final String MARK = "for-their-eyes-only";

    static final String PHONE = "+966512349999";

    /** Is in everything that says who the customer is, and in what was said in the call. */
    static final String PERSON = "nadia";

    private final Api owner;
    private final String mark;
    /** Ids by the beginning of the path that reads them; the longest beginning counts. */
    private final Map<String, String> ids = new LinkedHashMap<>();

    private String delivery;

    private Belongings(Api owner, String mark) {
        this.owner = owner;
        this.mark = mark;
    }

    static Belongings of(Api owner) {
        return of(owner, MARK);
    }

    /** The same with another word for a mark, of a tenant that may be read beside one that may not. */
    static Belongings of(Api owner, String mark) {
        Belongings all = new Belongings(owner, mark);
        String csv = "external_id,phone,name,email,secret_attribute\n" + mark + "," + PHONE + "," + PERSON + " " + mark
                + "," + PERSON + "@example.com," + mark + "\n";
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
        all.make("/api/v1/voice-agents", Map.of("name", mark, "language", "en", "voice", mark));
        all.make("/api/v1/scripts", Map.of("name", mark, "language", "en", "template", mark));
        all.make("/api/v1/audiences", Map.of("name", mark, "audience", Map.of("query", Map.of("external_id", mark))));
        all.make("/api/v1/campaigns", Map.of("name", mark));
        all.make(
                "/api/v1/telephony/connections",
                Map.of(
                        "kind",
                        "http",
                        "name",
                        mark,
                        "settings",
                        Map.of("url", "https://localhost:1/" + mark),
                        "credentials",
                        Map.of("secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")));
        all.make("/api/v1/webhooks", Map.of("url", "https://localhost:1/" + mark, "description", mark));
        all.delivery = owner.manager()
                .post("/api/v1/webhooks/" + all.ids.get("/api/v1/webhooks/") + "/test")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        all.called();
        owner.manager()
                .body(Map.of("phone", PHONE, "reason", mark))
                .post("/api/v1/do-not-call")
                .then()
                .statusCode(201);
        owner.manager()
                .body(Map.of("phone", PHONE, "reason", mark))
                .post("/api/v1/opt-outs")
                .then()
                .statusCode(201);
        return all;
    }

    /** Calls come from providers, so these are written as the dialer writes them. */
    private void called() {
        TenantDb db = Arc.container().instance(TenantDb.class).get();
        TenantId tenant = TenantId.fromString(owner.tenantId);
        UUID campaign = UUID.fromString(id("/api/v1/campaigns/"));
        UUID customer = UUID.fromString(id("/api/v1/customers/"));
        UUID call = Uuid7.next();
        UUID test = Uuid7.next();
        db.inTenant(tenant, c -> c.preparedQuery("insert into attempt (tenant_id, attempt_id, campaign_id, customer_id,"
                                + " attempt_no, phone, connection, claimed_at, finished_at, outcome, consumed, summary,"
                                + " recording_url, reason) values ($1, $2, $3, $4, 1, $5, 'simulator', now(), now(),"
                                + " 'answered_human', true, $6, 'https://localhost:1/' || $6, $6)")
                        .execute(Tuple.of(tenant.value(), call, campaign, customer, PHONE, PERSON + " " + mark))
                        .chain(() -> c.preparedQuery("insert into telephony_test_call (tenant_id, attempt_id,"
                                        + " connection_id, phone, campaign_id, customer_id, created_by, created_at)"
                                        + " values ($1, $2, $3, $4, $5, $6, $7, now())")
                                .execute(Tuple.from(List.of(
                                        tenant.value(),
                                        test,
                                        UUID.fromString(id("/api/v1/telephony/connections/")),
                                        PHONE,
                                        campaign,
                                        customer,
                                        mark)))))
                .await()
                .atMost(Duration.ofSeconds(20));
        ids.put("/api/v1/calls/", call.toString());
        ids.put("/api/v1/telephony/test-calls/", test.toString());
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

    /** The id of the one thing that is read below this path. */
    String id(String path) {
        return ids.get(path);
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
