package io.outdial.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Tenants with customers and campaigns, made through the API of a service that does not dial. */
final class World {

    private static final JsonObject ALWAYS =
            new JsonObject().put("from", "00:00").put("to", "24:00");

    private final Database database;
    private final Issuer issuer;
    private final Service service;

    World(Database database, Issuer issuer, Service service) {
        this.database = database;
        this.issuer = issuer;
        this.service = service;
    }

    /** A tenant and its campaigns, active or scheduled. */
    record Tenant(String id, List<String> campaigns) {}

    /** A tenant with so many customers, and campaigns for all of them that have not begun: nobody gives it a turn. */
    Tenant tenant(int customers, int campaigns, boolean activate) throws SQLException {
        String slug = "bench-" + UUID.randomUUID();
        String id = service.post(
                        issuer.platformToken(),
                        "/tenants",
                        new JsonObject()
                                .put("slug", slug)
                                .put("name", slug)
                                .put("country", "SA")
                                .put("timeZone", "Asia/Riyadh")
                                .put(
                                        "limits",
                                        new JsonObject()
                                                .put("maxConcurrentCalls", 100_000)
                                                .put("callsPerSecond", 10_000)
                                                .put("maxDailyCalls", 100_000_000)
                                                .put("maxActiveCampaigns", 1000)
                                                .put("requestsPerSecond", 100_000)))
                .getString("id");
        String token = issuer.tenantToken(slug);
        customers(id, customers);
        String agent = service.post(
                        token,
                        "/voice-agents",
                        new JsonObject()
                                .put("name", "Noura")
                                .put("language", "en")
                                .put("voice", "noura"))
                .getString("id");
        String script = service.post(
                        token,
                        "/scripts",
                        new JsonObject()
                                .put("name", "Bench")
                                .put("language", "en")
                                .put(
                                        "template",
                                        "Hello {{first_name}}, about your home in {{city}}: do you have a minute?"))
                .getString("id");
        List<String> made = new ArrayList<>();
        for (int i = 0; i < campaigns; i++) {
            String campaign =
                    service.post(token, "/campaigns", body(i, agent, script)).getString("id");
            service.post(token, "/campaigns/" + campaign + "/schedule", new JsonObject());
            if (activate) {
                service.post(token, "/campaigns/" + campaign + "/activate", new JsonObject());
            }
            made.add(campaign);
        }
        if (activate) {
            database.run("update tenant_due set next_due = 'infinity' where tenant_id = '" + id + "'");
        }
        return new Tenant(id, made);
    }

    private static JsonObject body(int number, String agent, String script) {
        JsonObject variables = new JsonObject()
                .put("first_name", new JsonObject().put("from", "first_name").put("fallback", "there"))
                .put("city", new JsonObject().put("from", "city").put("fallback", "the city"));
        return new JsonObject()
                .put("name", "Bench " + number)
                .put("type", "voice")
                .put("objective", "bookings")
                .put("startAt", Instant.now().plus(Duration.ofDays(1)).toString())
                .put("duration", "P30D")
                .put("audience", new JsonObject().put("query", new JsonObject()).put("everyone", true))
                .put(
                        "calls",
                        new JsonObject()
                                .put("windows", new JsonArray().add(ALWAYS))
                                .put("retry", new JsonObject().put("maxAttempts", 1))
                                .put("maxDailyCalls", 1_000_000))
                .put(
                        "content",
                        new JsonObject()
                                .put("voiceAgentId", agent)
                                .put("scriptId", script)
                                .put("variables", variables))
                .put("compliance", new JsonObject().put("regulation", "none"));
    }

    private void customers(String tenant, int n) throws SQLException {
        database.run("insert into customer (tenant_id, customer_id, external_id, name, phone, language, city,"
                + " neighborhoods, zones, status, consent_at, attributes, created_at, updated_at)"
                + " select '" + tenant
                + "', uuidv7(), 'C' || g, 'Sara Al-Harbi', '+9665' || lpad(g::text, 8, '0'), 'ar',"
                + " 'Riyadh', '{mlaqa,taadhi}', 'Asia/Riyadh', 'active', '2026-01-01',"
                + " jsonb_build_object('customer_type', 'existing', 'booking_status', 'pending', 'property_value', g),"
                + " '2026-01-01', '2026-01-01' from generate_series(1, " + n + ") g");
    }

    /** These tenants have their turn from now on. */
    void begin(List<Tenant> tenants) throws SQLException {
        database.run("update tenant_due set next_due = now() where tenant_id in (" + ids(tenants) + ")");
    }

    /** Attempts of these tenants that have ended. */
    long dials(List<Tenant> tenants) throws SQLException {
        return database.number("select sum(attempts) from campaign_counter where tenant_id in (" + ids(tenants) + ")");
    }

    static String ids(List<Tenant> tenants) {
        return tenants.stream().map(tenant -> "'" + tenant.id() + "'").collect(Collectors.joining(", "));
    }
}
