package io.outdial.dialer;

import static org.awaitility.Awaitility.await;

import io.outdial.kernel.TenantId;
import io.outdial.platform.TenantDb;
import io.outdial.support.Api;
import io.restassured.path.json.JsonPath;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** A tenant with customers and campaigns, and what became of them. */
final class Scene {

    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final JsonArray ALWAYS =
            new JsonArray().add(new JsonObject().put("from", "00:00").put("to", "24:00"));

    /** Later than any test, and the only day on which {@link #closed} campaigns call: the dialer that runs beside stays out. */
    private static final ZonedDateTime DAY =
            ZonedDateTime.now(ZoneId.of("Asia/Riyadh")).plusDays(3).withHour(10).withMinute(0);

    static final Instant OPEN = DAY.toInstant();

    final Api api;
    final TenantId tenant;
    private final TenantDb db;

    Scene(TenantDb db, Map<String, Object> limits, int customers) {
        this.db = db;
        api = Api.newTenant(limits);
        tenant = TenantId.fromString(api.tenantId);
        int first = ThreadLocalRandom.current().nextInt(10_000_000, 90_000_000);
        sql(
                "insert into customer (tenant_id, customer_id, external_id, name, phone, zones, created_at, updated_at)"
                        + " select $1, gen_random_uuid(), g::text, 'Sara', '+9665' || ($2 + g), 'Asia/Riyadh', $3, $3"
                        + " from generate_series(1, $4) g",
                first,
                DAY.toOffsetDateTime(),
                customers);
    }

    /** An active campaign that calls in three days; claims of a test say what time it is. */
    String closed() {
        return closed(new JsonObject());
    }

    /** @param compliance the campaign's settings of compliance */
    String closed(JsonObject compliance) {
        return closedWith(new JsonObject().put("compliance", compliance));
    }

    /** @param more parts of the campaign's document; its calls are open on the day of {@link #OPEN}, 09:00 to 21:00 */
    String closedWith(JsonObject more) {
        String day = DAY.getDayOfWeek().name().substring(0, 3).toLowerCase(Locale.ROOT);
        JsonObject window = new JsonObject()
                .put("days", new JsonArray().add(day))
                .put("from", "09:00")
                .put("to", "21:00");
        JsonObject calls = new JsonObject().put("windows", new JsonArray().add(window));
        return quietly(calls.mergeIn(more.getJsonObject("calls", new JsonObject())), more);
    }

    /** Activates a campaign that does not call within two days from now, and waits until the dialer has seen that. */
    String quietly(JsonObject calls, JsonObject more) {
        String campaign = campaign(calls, more);
        // The dialer has had its turn, found nothing to do before the day, and will not come back for some minutes.
        await().atMost(PATIENCE).until(() -> !sql(
                        "select from tenant_due where tenant_id = $1 and next_due > $2",
                        OffsetDateTime.now().plusMinutes(5))
                .isEmpty());
        return campaign;
    }

    /** An active campaign for everybody with these settings of calls, three attempts unless they say. */
    String campaign(JsonObject calls) {
        return campaign(calls, new JsonObject());
    }

    /** @param more parts of the campaign's document beside its calls */
    String campaign(JsonObject calls, JsonObject more) {
        String id = scheduled(calls, more, Instant.now().plusSeconds(240));
        act(id, "activate", "{}");
        return id;
    }

    /** A campaign like these that starts by itself at {@code start}. */
    String scheduled(JsonObject calls, JsonObject more, Instant start) {
        if (!calls.containsKey("retry")) {
            calls.put("retry", new JsonObject().put("maxAttempts", 3));
        }
        if (!calls.containsKey("maxDailyCalls")) {
            calls.put("maxDailyCalls", 10_000);
        }
        String agent = create("/voice-agents", "{\"name\":\"Noura\",\"language\":\"ar\",\"voice\":\"noura\"}");
        String script =
                create("/scripts", "{\"name\":\"S\",\"language\":\"en\",\"template\":\"Hello {{first_name}}\"}");
        JsonObject name = new JsonObject().put("from", "first_name").put("fallback", "there");
        String id = create(
                "/campaigns",
                more.copy()
                        .put("name", "C")
                        .put("type", "voice")
                        .put("objective", "bookings")
                        .put("startAt", start.toString())
                        .put("duration", "P30D")
                        .put(
                                "audience",
                                new JsonObject().put("query", new JsonObject()).put("everyone", true))
                        .put("calls", calls)
                        .put(
                                "content",
                                more.getJsonObject("content", new JsonObject())
                                        .copy()
                                        .put("voiceAgentId", agent)
                                        .put("scriptId", script)
                                        .put("variables", new JsonObject().put("first_name", name)))
                        .encode());
        act(id, "schedule", "{}");
        return id;
    }

    void act(String campaign, String action, String body) {
        api.manager()
                .body(body)
                .post("/api/v1/campaigns/" + campaign + "/" + action)
                .then()
                .statusCode(200);
    }

    JsonPath progress(String campaign) {
        return api.manager()
                .get("/api/v1/campaigns/" + campaign + "/progress")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** Rows of a statement whose first argument is the tenant. */
    List<Row> sql(String sql, Object... arguments) {
        Tuple values = Tuple.tuple().addValue(tenant.value());
        for (Object argument : arguments) {
            values.addValue(argument);
        }
        return db.inTenant(tenant, c -> c.preparedQuery(sql).execute(values))
                .map(rows -> {
                    List<Row> list = new ArrayList<>();
                    rows.forEach(list::add);
                    return list;
                })
                .await()
                .atMost(PATIENCE);
    }

    Row one(String sql, Object... arguments) {
        return sql(sql, arguments).get(0);
    }

    int count(String from) {
        return one("select count(*)::int as n from " + from + " where tenant_id = $1")
                .getInteger("n");
    }

    String create(String path, String body) {
        return api.manager()
                .body(body)
                .post("/api/v1" + path)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }
}
