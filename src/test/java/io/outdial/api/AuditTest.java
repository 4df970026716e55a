package io.outdial.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.outdial.campaign.CampaignFixture;
import io.outdial.kernel.TenantId;
import io.outdial.platform.TenantDb;
import io.outdial.support.Api;
import io.outdial.support.SigningIssuer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Who did what is written down with what was done, and stays. */
@QuarkusTest
class AuditTest {

    private static final String V1 = "/api/v1/";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Operations that ask and change nothing. */
    private static final Set<String> HARMLESS = Set.of(
            "POST audiences/preview",
            "POST campaigns/{id}/validate",
            "POST customers/search",
            "POST scripts/{id}/render",
            "POST telephony/connections/{id}/test");

    @Inject
    TenantDb db;

    private final Set<String> done = new HashSet<>();
    private final SoftAssertions all = new SoftAssertions();
    private Api tenant;

    @Test
    void everyOperationThatChangesSomethingLeavesAnEntry() {
        tenant = Api.newTenant();
        audiencesAndContent();
        customers();
        lists();
        campaigns();
        settingsAndTelephony();
        webhooks();
        platform();
        all.assertAll();

        List<String> undone = Operations.all().stream()
                .filter(each -> !each.method().equals("get"))
                .map(each -> each.toString().replace(V1, ""))
                .filter(each -> !HARMLESS.contains(each) && !done.contains(each))
                .toList();
        assertThat(undone).as("operations that this test does not walk").isEmpty();
    }

    private void audiencesAndContent() {
        Map<String, Object> audience = Map.of("everyone", true);
        String saved = id("POST audiences", "audience.create", Map.of("name", "All", "audience", audience));
        change("PATCH audiences/{id}", "audience.change", saved, Map.of("name", "Everyone"));
        change("DELETE audiences/{id}", "audience.retire", saved, null);
        String agent =
                id("POST voice-agents", "voice_agent.create", Map.of("name", "N", "language", "en", "voice", "v"));
        change("PATCH voice-agents/{id}", "voice_agent.change", agent, Map.of("name", "M"));
        change("DELETE voice-agents/{id}", "voice_agent.retire", agent, null);
        String script = id("POST scripts", "script.create", Map.of("name", "S", "language", "en", "template", "Hello"));
        change("PATCH scripts/{id}", "script.change", script, Map.of("template", "Good day"));
        change("DELETE scripts/{id}", "script.retire", script, null);
    }

    private void customers() {
        String customer = id("POST customers", "customer.create", Map.of("externalId", "1", "phone", "+966512345678"));
        change("PATCH customers/{id}", "customer.change", customer, Map.of("name", "Sara"));
        change(
                "POST customers/{id}/consents",
                "consent.record",
                customer,
                Map.of("basis", "express", "source", "form"));
        change("DELETE customers/{id}/consents", "consent.revoke", customer, null);
        change("DELETE customers/{id}", "customer.erase", customer, null);
        did(
                "POST customers/import",
                "customer.import",
                null,
                text("text/csv", "external_id,phone\n2,+966512345679\n").post(V1 + "customers/import"));
        did("POST attributes", "attribute.declare", "plot", Map.of("name", "plot", "type", "number"));
        change("PATCH attributes/{name}", "attribute.change", "plot", Map.of("type", "text"));
    }

    private void lists() {
        did("POST do-not-call", "do_not_call.add", null, Map.of("phone", "+966512340001"));
        change("DELETE do-not-call/{phone}", "do_not_call.remove", "+966512340001", null);
        did(
                "POST do-not-call/import",
                "do_not_call.import",
                null,
                text("text/plain", "+966512340002\n").post(V1 + "do-not-call/import"));
        did("POST opt-outs", "do_not_call.add", null, Map.of("phone", "+966512340003"));
    }

    private void campaigns() {
        CampaignFixture f = new CampaignFixture(db, tenant);
        String campaign = f.create(f.complete("Hello", Instant.now().plusSeconds(3600)));
        String copy = id("POST campaigns/{id}/duplicate", "campaign.create", campaign, Map.of());
        change("DELETE campaigns/{id}", "campaign.delete", copy, null);
        id("POST campaigns", "campaign.create", Map.of("name", "Another"));
        Map<String, Object> callBack = Map.of(
                "calls", Map.of("callerIds", List.of("+966112345678")),
                "compliance", Map.of("optOut", Map.of("callback", true)));
        change("PATCH campaigns/{id}", "campaign.change", campaign, callBack);
        for (String action : List.of("schedule", "unschedule", "schedule", "activate", "pause", "resume")) {
            change("POST campaigns/{id}/" + action, "campaign." + action, campaign, Map.of());
        }
        did("POST opt-outs/callbacks", "do_not_call.add", null, Map.of("from", "+966512340004", "to", "+966112345678"));
        String phone = "+966551112222";
        String customer = tenant.manager().get(V1 + "customers").path("items[0].id");
        Response called = tenant.withPhone(phone)
                .body(Map.of(
                        "connectionId",
                        "00000000-0000-7000-8000-000000000000",
                        "campaignId",
                        campaign,
                        "customerId",
                        customer))
                .post(V1 + "telephony/test-calls");
        did("POST telephony/test-calls", "test_call.create", called.path("id"), called);
        String call = endedCall(campaign, customer);
        did("POST conversions", "conversion.create", null, Map.of("callId", call, "name", "sale"));
        change("POST campaigns/{id}/stop", "campaign.stop", campaign, Map.of());
        id("POST campaigns/{id}/follow-up", "audience.create", campaign, Map.of("name", "Again"));
    }

    private void settingsAndTelephony() {
        change("PATCH tenant", "tenant.change", tenant.tenantId, Map.of("name", "Renamed"));
        change("PUT tenant/calling-rules", "calling_rules.change", null, Map.of());
        try (SigningIssuer issuer = new SigningIssuer()) {
            change(
                    "PUT tenant/identity-provider",
                    "identity_provider.change",
                    tenant.tenantId,
                    Map.of("issuer", issuer.url()));
            change("DELETE tenant/identity-provider", "identity_provider.remove", tenant.tenantId, null);
        }
        Map<String, Object> http = Map.of(
                "kind",
                "http",
                "name",
                "H",
                "settings",
                Map.of("url", "https://localhost:1/"),
                "credentials",
                Map.of("secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
        String connection = id("POST telephony/connections", "connection.create", http);
        change("PATCH telephony/connections/{id}", "connection.change", connection, Map.of("name", "I"));
        change("DELETE telephony/connections/{id}", "connection.retire", connection, null);
    }

    private void webhooks() {
        String webhook = id("POST webhooks", "webhook.create", Map.of("url", "https://localhost:1/"));
        change("PATCH webhooks/{id}", "webhook.change", webhook, Map.of("description", "CRM"));
        change("POST webhooks/{id}/rotate-secret", "webhook.rotate_secret", webhook, null);
        Response tested = send("POST webhooks/{id}/test", webhook, null);
        did("POST webhooks/{id}/test", "webhook.test", webhook, tested);
        TenantId owner = TenantId.fromString(tenant.tenantId);
        db.inTenant(owner, c -> c.preparedQuery("update webhook_delivery set state = 'dead' where tenant_id = $1")
                        .execute(Tuple.of(owner.value())))
                .await()
                .atMost(PATIENCE);
        did(
                "POST webhooks/{id}/deliveries/{deliveryId}/redeliver",
                "webhook.redeliver",
                webhook,
                tenant.manager().post(V1 + "webhooks/" + webhook + "/deliveries/" + tested.path("id") + "/redeliver"));
        change("POST webhooks/{id}/redeliver-dead", "webhook.redeliver_dead", webhook, null);
        change("DELETE webhooks/{id}", "webhook.delete", webhook, null);
    }

    private void platform() {
        String slug = "t-" + UUID.randomUUID();
        Map<String, Object> draft = Map.of("slug", slug, "name", slug, "country", "SA", "timeZone", "Asia/Riyadh");
        Response made = Api.platform().body(draft).post(V1 + "tenants");
        String other = made.path("id");
        byPlatform("POST tenants", "tenant.create", other, made);
        String url = V1 + "tenants/" + other;
        byPlatform(
                "PATCH tenants/{id}",
                "tenant.change",
                other,
                Api.platform().header("If-Match", "*").body(Map.of("name", "n")).patch(url));
        byPlatform(
                "PUT tenants/{id}/regulations",
                "regulations.change",
                other,
                Api.platform()
                        .header("If-Match", "*")
                        .body(Map.of("regulation", "none"))
                        .put(url + "/regulations"));
        byPlatform(
                "DELETE tenants/{id}",
                "tenant.delete",
                other,
                Api.platform().header("If-Match", "*").delete(url));
        String list = V1 + "platform/do-not-call";
        byPlatform(
                "POST platform/do-not-call",
                "do_not_call.add",
                null,
                Api.platform().body(Map.of("phone", "+966599990001")).post(list));
        byPlatform(
                "DELETE platform/do-not-call/{phone}",
                "do_not_call.remove",
                null,
                Api.platform().urlEncodingEnabled(false).delete(list + "/+966599990001"));
        byPlatform(
                "POST platform/do-not-call/import",
                "do_not_call.import",
                null,
                Api.platform().contentType("text/plain").body("+966599990002\n").post(list + "/import"));
        Api.platform().urlEncodingEnabled(false).delete(list + "/+966599990002");
    }

    @Test
    void anEntrySaysWhoFromWhereAndWhat() {
        Api one = Api.newTenant();
        one.manager()
                .header("X-Request-Id", "abc-1")
                .body(Map.of("name", "N", "language", "en", "voice", "v"))
                .post(V1 + "voice-agents");
        one.manager()
                .get(V1 + "audit?action=voice_agent")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(1))
                .body("items[0].address", equalTo("127.0.0.1"))
                .body("items[0].requestId", equalTo("abc-1"))
                .body("items[0].action", equalTo("voice_agent.create"))
                .body("items[0].actor", equalTo(subject(one)));
    }

    @Test
    void whatIsRefusedIsNotInTheLog() {
        Api one = Api.newTenant();
        String agent = one.manager()
                .body(Map.of("name", "N", "language", "en", "voice", "v"))
                .post(V1 + "voice-agents")
                .path("id");
        one.manager().header("If-Match", "\"77\"").body(Map.of("name", "M")).patch(V1 + "voice-agents/" + agent);
        assertThat(entries(one.manager(), "audit?action=voice_agent.change")).isEmpty();
    }

    @Test
    void whoSeesPersonalDataIsInTheLog() {
        Api one = Api.newTenant();
        String customer = one.manager()
                .body(Map.of("externalId", "1", "phone", "+966512345678"))
                .post(V1 + "customers")
                .path("id");
        String reads = "audit?action=personal_data&resourceId=" + customer;
        one.withScopes("admin", "customers:read").get(V1 + "customers/" + customer);
        assertThat(entries(one.manager(), reads)).isEmpty();

        one.manager().get(V1 + "customers/" + customer);
        one.manager().get(V1 + "do-not-call/+966512345678");

        assertThat(entries(one.manager(), reads)).hasSize(1);
        assertThat(entries(one.manager(), "audit?action=personal_data.read"))
                .extracting(entry -> String.valueOf(((Map<?, ?>) entry.get("detail")).get("path")))
                .contains("/api/v1/customers/{id}", "/api/v1/do-not-call/{phone}");
        assertThat(one.manager().get(V1 + "audit").asString()).doesNotContain("966512345678");
    }

    /** An answer that is given again shows again what it showed. */
    @Test
    void aRepeatedAnswerWithPersonalDataIsInTheLogToo() {
        Api one = Api.newTenant();
        String reads = "audit?action=personal_data.read";
        repeatable(one, "customers", "{\"externalId\": \"1\", \"phone\": \"+966512345678\"}");
        int first = entries(one.manager(), reads).size();
        repeatable(one, "customers", "{\"externalId\": \"1\", \"phone\": \"+966512345678\"}");
        assertThat(entries(one.manager(), reads)).hasSize(2 * first).isNotEmpty();
        int before = entries(one.manager(), reads).size();
        repeatable(one, "campaigns", "{\"name\": \"C\"}");
        repeatable(one, "campaigns", "{\"name\": \"C\"}");
        assertThat(entries(one.manager(), reads)).hasSize(before);
    }

    private static void repeatable(Api one, String what, String body) {
        one.manager()
                .header("Idempotency-Key", what)
                .body(body)
                .post(V1 + what)
                .then()
                .statusCode(201);
    }

    /** A stream is no answer that a filter sees; who is shown numbers by it is in the log all the same. */
    @Test
    void whoWatchesNumbersIsInTheLog() {
        Api one = Api.newTenant();
        CampaignFixture f = new CampaignFixture(db, one);
        f.customers();
        String campaign = f.scheduled();
        f.act(campaign, "stop").statusCode(200);
        String events = V1 + "campaigns/" + campaign + "/events";
        String reads = "audit?action=personal_data.read&resourceId=" + campaign;

        one.as("viewer").accept("text/event-stream").get(events).then().statusCode(200);
        assertThat(entries(one.manager(), reads)).isEmpty();
        one.manager().accept("text/event-stream").get(events).then().statusCode(200);
        assertThat(entries(one.manager(), reads))
                .extracting(entry -> String.valueOf(((Map<?, ?>) entry.get("detail")).get("path")))
                .containsExactly("/api/v1/campaigns/{id}/events");
    }

    @Test
    void theEngineIsNamedWhenNobodyAsked() {
        Api one = Api.newTenant();
        CampaignFixture f = new CampaignFixture(db, one);
        f.customers();
        String campaign = f.scheduled(f.complete("Hello", Instant.now().plusMillis(500)));
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !entries(
                        one.manager(), "audit?action=campaign.activate")
                .isEmpty());
        Map<String, Object> entry =
                entries(one.manager(), "audit?action=campaign.activate").get(0);
        assertThat(entry).containsEntry("resourceId", campaign).containsEntry("address", null);
        assertThat(entry).containsEntry("actor", "clock");
    }

    @Test
    void pagesAndTimesNarrowTheLog() {
        Api one = Api.newTenant();
        for (int i = 0; i < 3; i++) {
            one.manager()
                    .body(Map.of("name", "N" + i, "language", "en", "voice", "v"))
                    .post(V1 + "voice-agents");
        }
        Response first = one.manager().get(V1 + "audit?action=voice_agent&limit=2");
        assertThat(first.<List<?>>path("items")).hasSize(2);
        String cursor = first.path("nextCursor");
        assertThat(entries(one.manager(), "audit?action=voice_agent&limit=2&cursor=" + cursor))
                .hasSize(1);
        assertThat(entries(one.manager(), "audit?to=2020-01-01T00:00:00Z")).isEmpty();
        assertThat(entries(one.manager(), "audit?action=voice_agent&from=2020-01-01T00:00:00Z"))
                .hasSize(3);
        one.manager().get(V1 + "audit?from=yesterday").then().statusCode(400);
    }

    @Test
    void anotherTenantsLogAndThePlatformsAreNotShown() {
        Api theirs = Api.newTenant();
        theirs.manager()
                .body(Map.of("name", "N", "language", "en", "voice", "v"))
                .post(V1 + "voice-agents");
        assertThat(entries(Api.newTenant().manager(), "audit?action=voice_agent"))
                .isEmpty();
        theirs.manager().get(V1 + "platform/audit").then().statusCode(403);
    }

    @Test
    void theServiceCanNeitherChangeNorRemoveAnEntry() {
        Api one = Api.newTenant();
        TenantId id = TenantId.fromString(one.tenantId);
        for (String forbidden : List.of(
                "update audit_entry set actor = 'x' where tenant_id = $1",
                "delete from audit_entry where tenant_id = $1")) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> db.inTenant(
                                    id, c -> c.preparedQuery(forbidden).execute(Tuple.of(id.value())))
                            .await()
                            .atMost(PATIENCE))
                    .isInstanceOf(PgException.class)
                    .hasMessageContaining("permission denied");
        }
    }

    /** Nobody who has the service's role can make the log of the last months go. */
    @Test
    void theNewestMonthsStayWhateverIsAsked() {
        db.pool()
                .query("select keep_month_partitions('audit_entry', now(), 2, now() + interval '10 years')")
                .execute()
                .await()
                .atMost(PATIENCE);
        assertThat(entries(Api.platform(), "platform/audit?action=tenant.create"))
                .isNotEmpty();
    }

    private String endedCall(String campaign, String customer) {
        UUID attempt = io.outdial.kernel.Uuid7.next();
        TenantId id = TenantId.fromString(tenant.tenantId);
        String insert = "insert into attempt (tenant_id, attempt_id, campaign_id, customer_id, attempt_no, phone,"
                + " connection, claimed_at, finished_at, outcome, disposition, consumed) values ($1, $2, $3, $4, 1,"
                + " '+966512345679', 'simulator', now(), now(), 'answered_human', 'interested', true)";
        db.inTenant(id, c -> c.preparedQuery(insert)
                        .execute(Tuple.of(id.value(), attempt, UUID.fromString(campaign), UUID.fromString(customer))))
                .await()
                .atMost(PATIENCE);
        return attempt.toString();
    }

    private RequestSpecification text(String type, String body) {
        return tenant.manager().contentType(type).body(body);
    }

    /** Does an operation that creates and answers the new id. */
    private String id(String operation, String action, Map<String, Object> body) {
        return id(operation, action, null, body);
    }

    private String id(String operation, String action, String parameter, Map<String, Object> body) {
        Response answer = send(operation, parameter, body);
        String made = answer.path("id");
        did(operation, action, made, answer);
        return made;
    }

    private void did(String operation, String action, String resource, Map<String, Object> body) {
        did(operation, action, resource, send(operation, null, body));
    }

    private void change(String operation, String action, String parameter, Map<String, Object> body) {
        String resource = operation.contains("{phone}") ? null : parameter;
        did(operation, action, resource, send(operation, parameter, body));
    }

    private Response send(String operation, String parameter, Map<String, Object> body) {
        String[] words = operation.split(" ");
        String path = V1 + words[1].replaceAll("\\{[a-z]+}", parameter == null ? "" : parameter);
        RequestSpecification request = tenant.manager().header("If-Match", "*").urlEncodingEnabled(false);
        return (body == null ? request : request.body(new HashMap<>(body))).request(words[0], path);
    }

    private void did(String operation, String action, String resource, Response answer) {
        holds(tenant.manager(), "audit", operation, action, resource, answer);
    }

    private void byPlatform(String operation, String action, String resource, Response answer) {
        holds(Api.platform(), "platform/audit", operation, action, resource, answer);
    }

    /** The newest entry of this action is the one of this operation: nothing else happens meanwhile. */
    private void holds(
            RequestSpecification reader,
            String log,
            String operation,
            String action,
            String resource,
            Response answer) {
        done.add(operation);
        all.assertThat(answer.statusCode())
                .as("%s: %s", operation, answer.asString())
                .isBetween(200, 299);
        List<Map<String, Object>> found = entries(reader, log + "?limit=5&action=" + action);
        all.assertThat(found).as("entries of %s", operation).isNotEmpty();
        if (!found.isEmpty() && resource != null) {
            all.assertThat(found).as("entries of %s", operation).anySatisfy(entry -> assertThat(entry.get("resourceId"))
                    .isEqualTo(resource));
        }
    }

    private static List<Map<String, Object>> entries(RequestSpecification reader, String query) {
        return reader.urlEncodingEnabled(false)
                .get(V1 + query)
                .then()
                .statusCode(200)
                .extract()
                .path("items");
    }

    private static String subject(Api tenant) {
        String payload = tenant.token("admin").split("\\.")[1];
        String claims = new String(java.util.Base64.getUrlDecoder().decode(payload));
        io.vertx.core.json.JsonObject json = new io.vertx.core.json.JsonObject(claims);
        return json.getString("upn", json.getString("preferred_username", json.getString("sub")));
    }
}
