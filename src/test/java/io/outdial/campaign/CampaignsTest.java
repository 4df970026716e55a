package io.outdial.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.TenantDb;
import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CampaignsTest {

    private static final String URL = "/api/v1/campaigns";

    @Inject
    TenantDb db;

    @Inject
    CampaignClock clock;

    @Test
    void aDraftIsCreatedReadChangedAndDeleted() {
        Api api = Api.newTenant();
        String id = create(api, "{\"name\":\"Draft\",\"objective\":\"renewals\"}");
        api.manager().get(URL + "/" + id).then().statusCode(200).body("state", equalTo("draft"));
        api.manager().body("{\"name\":\"x\"}").patch(URL + "/" + id).then().statusCode(428);
        api.manager()
                .header("If-Match", "\"0\"")
                .body("{\"name\":\"New\",\"performance\":{\"budget\":{\"amount\":\"20.50\",\"currency\":\"SAR\"}}}")
                .patch(URL + "/" + id)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("performance.budget.amount", equalTo("20.50"));
        api.manager().get(URL + "?q=new&objective=renewals&state=draft").then().body("items.id", contains(id));
        api.manager().header("If-Match", "\"1\"").delete(URL + "/" + id).then().statusCode(204);
        api.manager().get(URL + "/" + id).then().statusCode(404);
    }

    @Test
    void whatMeansNothingIsRefusedWithItsPlace() {
        Api api = Api.newTenant();
        refused(api, "{\"name\":\"x\",\"calls\":{\"priority\":11}}", "/calls/priority");
        refused(api, "{\"name\":\"x\",\"calls\":{\"speed\":1}}", "/calls/speed");
        refused(api, "{\"name\":\"x\",\"timeZone\":\"Mars/One\"}", "/timeZone");
        refused(
                api,
                "{\"name\":\"x\",\"calls\":{\"windows\":[{\"from\":\"9\",\"to\":\"21:00\"}]}}",
                "/calls/windows/0");
        refused(
                api,
                "{\"name\":\"x\",\"calls\":{\"retry\":{\"intervals\":{\"bored\":\"PT1M\"}}}}",
                "/calls/retry/intervals/bored");
        api.manager().body("{\"name\":\"a\\u0000b\"}").post(URL).then().statusCode(400);
    }

    @Test
    void anIncompleteDraftCannotBeScheduled() {
        Api api = Api.newTenant();
        String id = create(api, "{\"name\":\"Draft\"}");
        api.manager()
                .post(URL + "/" + id + "/validate")
                .then()
                .statusCode(200)
                .body("valid", equalTo(false))
                .body(
                        "checks.name",
                        contains(
                                "audience_query",
                                "audience_size",
                                "telephony",
                                "budget",
                                "limits",
                                "content",
                                "schedule",
                                "compliance"));
        act(api, id, "schedule").statusCode(422).body("errors.pointer", hasItem("/content/scriptId"));
        act(api, id, "activate")
                .statusCode(409)
                .body("currentState", equalTo("draft"))
                .body("allowedActions", contains("schedule", "stop"));
    }

    @Test
    void anUndefinedVariableIsNamed() {
        Api api = Api.newTenant();
        customers(api);
        String id =
                create(api, complete(api, "Hello {{who_is_it}}", Instant.now().plusSeconds(3600)));
        act(api, id, "schedule").statusCode(422).body("detail", containsString("who_is_it"));
    }

    @Test
    void activationCountsEverybodyOnce() {
        Api api = Api.newTenant();
        customers(api);
        String id = scheduled(api);
        act(api, id, "activate").statusCode(200).body("state", equalTo("active"));
        Row row = one(api, "select * from campaign_counter where tenant_id = $1 and campaign_id = $2", id);
        assertThat(row.getInteger("total")).isEqualTo(6);
        assertThat(row.getInteger("pending")).isEqualTo(1);
        assertThat(row.getInteger("suppressed")).isEqualTo(5);
        Row tally = one(
                api,
                "select string_agg(name || ' ' || n, ', ' order by name) as all from campaign_tally where tenant_id = $1 and campaign_id = $2",
                id);
        assertThat(tally.getString("all"))
                .isEqualTo("do_not_call 1, duplicate_phone 1, invalid_phone 1, opt_out 1, unknown_time_zone 1");
        api.manager()
                .get(URL + "/" + id + "/initiation")
                .then()
                .body("stages.state", contains("succeeded", "succeeded", "succeeded", "running"))
                .body("allocation.lines", equalTo(10));
        api.manager().get(URL + "/" + id + "/targets?state=suppressed").then().body("items.size()", equalTo(5));
        act(api, id, "pause").statusCode(200);
        act(api, id, "resume").statusCode(200).body("state", equalTo("active"));
        act(api, id, "stop").statusCode(200).body("state", equalTo("stopped"));
        Row after = one(
                api,
                "select k.pending, k.expired, c.active_campaigns from campaign_counter k join tenant_capacity c on c.tenant_id = k.tenant_id where k.tenant_id = $1 and k.campaign_id = $2",
                id);
        assertThat(after.getInteger("pending")).isZero();
        assertThat(after.getInteger("expired")).isEqualTo(1);
        assertThat(after.getInteger("active_campaigns")).isZero();
        act(api, id, "stop").statusCode(409).body("allowedActions", equalTo(java.util.List.of()));
    }

    @Test
    void whileActiveOnlyLimitsAreEdited() {
        Api api = Api.newTenant(Map.of("maxActiveCampaigns", 1));
        customers(api);
        String id = scheduled(api);
        act(api, id, "activate").statusCode(200);
        api.manager()
                .header("If-Match", "*")
                .body("{\"calls\":{\"priority\":9}}")
                .patch(URL + "/" + id)
                .then()
                .statusCode(200);
        api.manager()
                .header("If-Match", "*")
                .body("{\"name\":\"y\"}")
                .patch(URL + "/" + id)
                .then()
                .statusCode(409)
                .body("errors[0].pointer", equalTo("/name"));
        String second = scheduled(api);
        act(api, second, "activate").statusCode(409).body("limit", equalTo("maxActiveCampaigns"));
        act(api, second, "unschedule").statusCode(200).body("state", equalTo("draft"));
    }

    @Test
    void theClockStartsPostponesAndEnds() {
        Api api = Api.newTenant(Map.of("maxActiveCampaigns", 1));
        customers(api);
        String first = scheduled(api);
        String second = scheduled(api);
        Instant due =
                Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS).plus(Duration.ofHours(2));
        TenantId tenant = TenantId.fromString(api.tenantId);
        assertThat(clock.run(tenant, due).await().atMost(Duration.ofSeconds(20)))
                .isEqualTo(due.plusSeconds(60));
        api.manager().get(URL + "/" + first).then().body("state", equalTo("active"));
        api.manager()
                .get(URL + "/" + second)
                .then()
                .body("state", equalTo("scheduled"))
                .body("stateReason", containsString("limit"));
        clock.run(tenant, due.plus(Duration.ofDays(40))).await().atMost(Duration.ofSeconds(20));
        api.manager().get(URL + "/" + first).then().body("state", equalTo("completed"));
    }

    private String scheduled(Api api) {
        String id =
                create(api, complete(api, "Hello {{first_name}}", Instant.now().plusSeconds(3600)));
        act(api, id, "schedule")
                .statusCode(200)
                .body("state", equalTo("scheduled"))
                .body("pinnedScriptVersion", equalTo(1));
        return id;
    }

    private static String create(Api api, String body) {
        return api.manager()
                .body(body)
                .post(URL)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static void refused(Api api, String body, String pointer) {
        api.manager().body(body).post(URL).then().statusCode(400).body("errors[0].pointer", equalTo(pointer));
    }

    private static ValidatableResponse act(Api api, String id, String action) {
        return api.manager().post(URL + "/" + id + "/" + action).then();
    }

    private String complete(Api api, String template, Instant startAt) {
        UUID agent = Uuid7.next();
        UUID script = Uuid7.next();
        run(
                api,
                "insert into voice_agent (tenant_id, voice_agent_id, name, language, voice, created_at, updated_at) values ($1, $2, 'Noor', 'ar', 'noor', $3, $3)",
                agent);
        run(
                api,
                "insert into script (tenant_id, script_id, name, language, latest_version, created_at, updated_at) values ($1, $2, 'S', 'ar', 1, $3, $3)",
                script);
        run(
                api,
                "insert into script_version (tenant_id, script_id, script_version, template, created_by, created_at) values ($1, $2, 1, '"
                        + template + "', 't', $3)",
                script);
        // The window opens in three days: while the test looks, the dialer has nothing to call.
        String day = ZonedDateTime.now(ZoneId.of("Asia/Riyadh"))
                .plusDays(3)
                .getDayOfWeek()
                .name()
                .substring(0, 3)
                .toLowerCase(Locale.ROOT);
        return """
                {"name": "Full", "type": "voice", "objective": "bookings", "startAt": "%s", "duration": "P30D",
                 "audience": {"query": {}, "everyone": true},
                 "calls": {"windows": [{"days": ["%s"], "from": "09:00", "to": "21:00"}], "retry": {"maxAttempts": 3}, "maxDailyCalls": 100},
                 "content": {"voiceAgentId": "%s", "scriptId": "%s",
                   "variables": {"first_name": {"from": "first_name", "fallback": "there"}}}}""".formatted(startAt, day, agent, script);
    }

    /** One who may be called, one with the same number, and one each for four reasons. */
    private void customers(Api api) {
        customer(api, "+966500000001", "valid", true);
        customer(api, "+966500000001", "valid", true);
        customer(api, "+966500000002", "valid", true);
        customer(api, "+966500000003", "valid", true);
        customer(api, "+966500000004", "invalid", true);
        customer(api, "+966500000005", "valid", false);
        String block =
                "insert into do_not_call (tenant_id, phone, list, source, created_by, created_at) select $1, '%s', '%s', 'test', $2::uuid::text, $3";
        run(api, block.formatted("+966500000002", "opt_out"), Uuid7.next());
        run(api, block.formatted("+966500000003", "tenant"), Uuid7.next());
    }

    private void customer(Api api, String phone, String status, boolean zoned) {
        run(
                api,
                "insert into customer (tenant_id, customer_id, external_id, phone, phone_status, zones, created_at, updated_at) values ($1, $2, $2::uuid::text, '"
                        + phone + "', '" + status + "', " + (zoned ? "'Asia/Riyadh'" : "null") + ", $3, $3)",
                Uuid7.next());
    }

    private void run(Api api, String sql, UUID id) {
        TenantId tenant = TenantId.fromString(api.tenantId);
        db.inTenant(tenant, c -> c.preparedQuery(sql)
                        .execute(Tuple.of(tenant.value(), id, OffsetDateTime.now(java.time.ZoneOffset.UTC))))
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    private Row one(Api api, String sql, String id) {
        TenantId tenant = TenantId.fromString(api.tenantId);
        return db.inTenant(tenant, c -> c.preparedQuery(sql)
                        .execute(Tuple.of(tenant.value(), UUID.fromString(id)))
                        .map(rows -> rows.iterator().next()))
                .await()
                .atMost(Duration.ofSeconds(10));
    }
}
