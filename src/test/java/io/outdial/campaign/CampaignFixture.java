package io.outdial.campaign;

import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.Sight;
import io.outdial.platform.TenantDb;
import io.outdial.support.Api;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.UUID;

/** Campaigns of a tenant of its own, written the short way, and what the database holds of them. */
public final class CampaignFixture {

    static final String URL = "/api/v1/campaigns";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final Api api;
    final TenantId tenant;
    private final TenantDb db;

    public CampaignFixture(TenantDb db, Api api) {
        this.db = db;
        this.api = api;
        this.tenant = TenantId.fromString(api.tenantId);
    }

    /** One who may be called, one with the same number, and one each for four reasons. */
    public void customers() {
        customer("+966500000001", "valid", true);
        customer("+966500000001", "valid", true);
        customer("+966500000002", "valid", true);
        customer("+966500000003", "valid", true);
        customer("+966500000004", "invalid", true);
        customer("+966500000005", "valid", false);
        String block =
                "insert into do_not_call (tenant_id, phone, list, source, created_by, created_at) select $1, '%s', '%s', 'test', $2::uuid::text, $3";
        run(block.formatted("+966500000002", "opt_out"), Uuid7.next());
        run(block.formatted("+966500000003", "tenant"), Uuid7.next());
    }

    UUID customer(String phone, String status, boolean zoned) {
        UUID id = Uuid7.next();
        run(
                "insert into customer (tenant_id, customer_id, external_id, phone, zones, created_at, updated_at) values ($1, $2, $2::uuid::text, '"
                        + phone + "', " + (zoned ? "'Asia/Riyadh'" : "null") + ", $3, $3)",
                id);
        if (status.equals("invalid")) {
            run(
                    "insert into invalid_number (tenant_id, customer_id, phone) select $1, $2::uuid, '" + phone
                            + "' where $3::timestamptz is not null",
                    id);
        }
        return id;
    }

    /** A campaign that starts in an hour and whose windows open in three days, so that nobody is called meanwhile. */
    public String complete(String template, Instant startAt) {
        return body(template, startAt, "\"duration\": \"P30D\"", closedWindow());
    }

    /** @param end the field that ends it, such as {@code "duration": "P30D"} */
    public String body(String template, Instant startAt, String end, String window) {
        UUID agent = Uuid7.next();
        UUID script = Uuid7.next();
        run(
                "insert into voice_agent (tenant_id, voice_agent_id, name, language, voice, created_at, updated_at) values ($1, $2, 'Noor', 'ar', 'noor', $3, $3)",
                agent);
        run(
                "insert into script (tenant_id, script_id, name, language, latest_version, created_at, updated_at) values ($1, $2, 'S', 'ar', 1, $3, $3)",
                script);
        run(
                "insert into script_version (tenant_id, script_id, script_version, template, created_by, created_at) values ($1, $2, 1, '"
                        + template + "', 't', $3)",
                script);
        return """
                {"name": "Full", "type": "voice", "objective": "bookings", "startAt": "%s", %s,
                 "audience": {"query": {}, "everyone": true},
                 "calls": {"windows": [%s], "retry": {"maxAttempts": 1}, "maxDailyCalls": 1000},
                 "content": {"voiceAgentId": "%s", "scriptId": "%s",
                   "variables": {"first_name": {"from": "first_name", "fallback": "there"}}}}""".formatted(startAt, end, window, agent, script);
    }

    static String closedWindow() {
        String day = ZonedDateTime.now(ZoneId.of("Asia/Riyadh"))
                .plusDays(3)
                .getDayOfWeek()
                .name()
                .substring(0, 3)
                .toLowerCase(Locale.ROOT);
        return "{\"days\": [\"" + day + "\"], \"from\": \"09:00\", \"to\": \"21:00\"}";
    }

    public String create(String body) {
        return api.manager()
                .body(body)
                .post(URL)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    public String scheduled() {
        return scheduled(complete("Hello {{first_name}}", Instant.now().plusSeconds(3600)));
    }

    public String scheduled(String body) {
        String id = create(body);
        act(id, "schedule").statusCode(200);
        return id;
    }

    String active() {
        String id = scheduled();
        act(id, "activate").statusCode(200);
        return id;
    }

    String paused() {
        String id = active();
        act(id, "pause").statusCode(200);
        return id;
    }

    public ValidatableResponse act(String id, String action) {
        return api.manager().post(URL + "/" + id + "/" + action).then();
    }

    ValidatableResponse patch(String id, String body) {
        return api.manager()
                .header("If-Match", "*")
                .body(body)
                .patch(URL + "/" + id)
                .then();
    }

    ValidatableResponse get(String id) {
        return api.manager().get(URL + "/" + id).then().statusCode(200);
    }

    JsonPath json(String path) {
        return api.manager()
                .get(URL + "/" + path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    Command command(String id, Instant now) {
        return new Command(tenant, CampaignId.fromString(id), null, "test", Sight.OF_THE_ENGINE, now);
    }

    /** How often something of this type is on record for the campaign. */
    int events(String id, String type) {
        return one(
                        "select count(*)::int as n from campaign_event where tenant_id = $1 and campaign_id = $2 and type = '"
                                + type + "'",
                        id)
                .getInteger("n");
    }

    int activeCampaigns() {
        return one(
                        "select active_campaigns from tenant_capacity where tenant_id = $1 and $2::uuid is not null",
                        tenant.toString())
                .getInteger("active_campaigns");
    }

    /** @param sql with $1 the tenant, $2 {@code id} and $3 the present */
    void run(String sql, UUID id) {
        db.inTenant(tenant, c -> c.preparedQuery(sql)
                        .execute(Tuple.of(tenant.value(), id, Instant.now().atOffset(ZoneOffset.UTC))))
                .await()
                .atMost(PATIENCE);
    }

    /** @param sql with $1 the tenant and $2 {@code id} */
    Row one(String sql, String id) {
        return db.inTenant(tenant, c -> c.preparedQuery(sql)
                        .execute(Tuple.of(tenant.value(), UUID.fromString(id)))
                        .map(rows -> rows.iterator().next()))
                .await()
                .atMost(PATIENCE);
    }
}
