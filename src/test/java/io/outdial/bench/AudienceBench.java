package io.outdial.bench;

import static io.outdial.bench.BenchReport.milliseconds;
import static io.outdial.bench.BenchReport.percentile;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.outdial.audience.Audience;
import io.outdial.audience.Audiences;
import io.outdial.dev.DemoCampaigns;
import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.NamedSql;
import io.outdial.platform.Planner;
import io.outdial.platform.Sight;
import io.outdial.platform.TenantDb;
import io.outdial.support.Api;
import io.outdial.support.Databases;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The five audiences of the demo over a million customers: counts against the same counts written by hand on an ideal
 * table, previews through HTTP, activations against bare inserts. Everything that is compared is measured in turns.
 */
@QuarkusTest
class AudienceBench {

    private static final int ROUNDS = Integer.getInteger("outdial.bench.rounds", 15);

    /** By scenario: how many of the file's 10,000 match, and the condition on the ideal table. */
    private static final Map<String, Scenario> SCENARIOS = Map.of(
            "interest", new Scenario(1857, "neighborhoods && array['mlaqa', 'taadhi']"),
            "booking", new Scenario(185, "booking_status = 'pending' and last_contacted < '2024-01-01'"),
            "renewal", new Scenario(379, "renewal_due < '2024-02-01'"),
            "upsell", new Scenario(1261, "customer_type = 'existing' and property_value > 1000000"),
            "win-back", new Scenario(423, "last_interaction < '2023-06-01' and status = 'inactive'"));

    private record Scenario(int matches, String condition) {}

    private final StringBuilder text = new StringBuilder();

    @Inject
    TenantDb db;

    @Inject
    Audiences audiences;

    @Test
    void aMillionCustomers() throws Exception {
        Api tenant = Api.newTenant();
        Api small = Api.newTenant();
        try (Connection owner = Databases.asOwner()) {
            BenchData.run(owner, "alter database postgres set synchronous_commit = on");
            BenchData.wearIn(owner);
            BenchData.customers(owner, small.tenantId, 1);
            double load = milliseconds(() -> BenchData.customers(owner, tenant.tenantId, BenchData.COPIES));
            line(
                    "%,d customers beside a tenant with 10,000, made in %.0f s; %d rounds; %s; %d processors, on which %.1f processes wanted"
                            + " to run (load average); %s.%n",
                    BenchData.COPIES * 10_000,
                    load / 1000,
                    ROUNDS,
                    server(owner),
                    Runtime.getRuntime().availableProcessors(),
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                    java.time.LocalDate.now(java.time.ZoneOffset.UTC));
            line("Right after the load, before any vacuum or statistics (once each):%n");
            line("| scenario | count, ms | preview, ms |%n|---|---:|---:|");
            for (JsonObject scenario : DemoCampaigns.all()) {
                line(
                        "| %s | %.0f | %.0f |",
                        scenario.getString("slug"),
                        count(tenant, scenario, BenchData.COPIES),
                        preview(tenant, scenario, BenchData.COPIES));
            }
            BenchData.vacuum(owner);
            BenchData.ideal(owner, tenant.tenantId);
            line("%nOnce vacuumed, as autovacuum does within a minute or so:%n");
            line(
                    "| scenario | matched | count, ms (p50) | ideal table, ms (p50) | ratio | preview, ms (p50) | (p95) | preview of 10,000, ms (p50) |");
            line("|---|---:|---:|---:|---:|---:|---:|---:|");
            for (JsonObject scenario : DemoCampaigns.all()) {
                compare(owner, tenant, small, scenario);
            }
            BenchData.run(owner, "checkpoint"); // who inserts has not to write out what the load left
            activation(owner, tenant);
        }
        BenchReport.write("audience", text.toString());
    }

    private void compare(Connection owner, Api tenant, Api small, JsonObject scenario) throws Exception {
        Scenario expected = SCENARIOS.get(scenario.getString("slug"));
        String byHand = "select count(*) from bench.ideal where " + expected.condition;
        double[] ours = new double[ROUNDS];
        double[] ideal = new double[ROUNDS];
        double[] previews = new double[ROUNDS];
        double[] smalls = new double[ROUNDS];
        for (int i = -2; i < ROUNDS; i++) {
            double one = count(tenant, scenario, BenchData.COPIES);
            double two = milliseconds(
                    () -> assertThat(number(owner, byHand)).isEqualTo(expected.matches * (long) BenchData.COPIES));
            double three = preview(tenant, scenario, BenchData.COPIES);
            double four = preview(small, scenario, 1);
            if (i >= 0) {
                ours[i] = one;
                ideal[i] = two;
                previews[i] = three;
                smalls[i] = four;
            }
        }
        line(
                "| %s | %,d | %.0f | %.0f | %.2f | %.0f | %.0f | %.0f |",
                scenario.getString("slug"),
                expected.matches * BenchData.COPIES,
                percentile(ours, 0.5),
                percentile(ideal, 0.5),
                percentile(ours, 0.5) / percentile(ideal, 0.5),
                percentile(previews, 0.5),
                percentile(previews, 0.95),
                percentile(smalls, 0.5));
    }

    /** The whole request: validation, count, segmentation, allocation. It is stopped at once; nobody is called. */
    private void activation(Connection owner, Api tenant) throws Exception {
        JsonObject scenario = DemoCampaigns.all().get(0);
        int matched = SCENARIOS.get(scenario.getString("slug")).matches * BenchData.COPIES;
        String agent = create(
                tenant,
                "/voice-agents",
                new JsonObject().put("name", "Noura").put("language", "ar").put("voice", "noura"));
        String script = create(
                tenant,
                "/scripts",
                new JsonObject()
                        .put("name", "Bench")
                        .put("language", "en")
                        .put("template", scenario.getString("script")));
        BenchData.run(owner, "create table bench.bare_ready (like ready including all)");
        double[] activations = new double[5];
        double[] statements = new double[5];
        double[] bare = new double[5];
        for (int i = 0; i < activations.length; i++) {
            String campaign = create(
                    tenant,
                    "/campaigns",
                    DemoCampaigns.body(scenario, agent, script, Instant.now().plusSeconds(3600), "PT1S"));
            tenant.manager()
                    .post("/api/v1/campaigns/" + campaign + "/schedule")
                    .then()
                    .statusCode(200);
            RequestSpecification manager = tenant.manager();
            activations[i] = milliseconds(() -> manager.post("/api/v1/campaigns/" + campaign + "/activate")
                    .then()
                    .statusCode(200));
            tenant.manager()
                    .post("/api/v1/campaigns/" + campaign + "/stop")
                    .then()
                    .statusCode(200);
            assertThat(number(owner, "select total from campaign_counter where campaign_id = '" + campaign + "'"))
                    .isEqualTo(matched);
            // What the activation and the stop left to autovacuum is not to be cleaned up beside the next measurements.
            BenchData.run(owner, "vacuum ready");
            BenchData.run(owner, "vacuum target");
            BenchData.run(owner, "checkpoint");
            statements[i] = materialise(tenant, scenario, matched);
            bare[i] = milliseconds(() -> bareInserts(owner, campaign));
        }
        line(
                "%nActivation of `%s`, %,d targets: the one statement that judges and writes them, as the service's role, %,.0f ms"
                        + " (p50), **%,.0f targets/s**. Through HTTP, everything included: %,.0f ms (p50), %,.0f targets/s. Bare"
                        + " `INSERT … SELECT` of the same rows into a table like `ready`, by the owner, without row level security:"
                        + " %,.0f ms (p50), %,.0f targets/s.%n",
                scenario.getString("slug"),
                matched,
                percentile(statements, 0.5),
                matched * 1000 / percentile(statements, 0.5),
                percentile(activations, 0.5),
                matched * 1000 / percentile(activations, 0.5),
                percentile(bare, 0.5),
                matched * 1000 / percentile(bare, 0.5));
    }

    /** Milliseconds of the statement of the segmentation; what it wrote is taken back. */
    private double materialise(Api tenant, JsonObject scenario, int matched) throws Exception {
        Audience audience = Audience.asking(
                new ObjectMapper().readTree(scenario.getJsonObject("query").encode()));
        TenantId id = TenantId.fromString(tenant.tenantId);
        double[] took = new double[1];
        db.inTenant(id, connection -> audiences
                        .compile(connection, id, audience, Sight.OF_THE_ENGINE, Instant.now())
                        .call(() -> Planner.hashGroups(connection))
                        .chain(compiled -> {
                            int next = compiled.arguments().size() + 2;
                            Tuple values = Tuple.tuple().addValue(id.value());
                            compiled.arguments().forEach(values::addValue);
                            values.addValue(Uuid7.next()).addValue(OffsetDateTime.now());
                            values.addValue(new String[] {"tenant"})
                                    .addValue(null)
                                    .addValue("lead_generation");
                            String sql = NamedSql.load("campaign", "segment-ready")
                                    .replace("{ids}", compiled.ids().select())
                                    .replace(":campaign", "$" + next)
                                    .replace(":now", "$" + (next + 1))
                                    .replace(":lists", "$" + (next + 2))
                                    .replace(":standard", "$" + (next + 3))
                                    .replace(":purpose", "$" + (next + 4));
                            long start = System.nanoTime();
                            return connection.preparedQuery(sql).execute(values).chain(rows -> {
                                took[0] = (System.nanoTime() - start) / 1e6;
                                assertThat(rows.rowCount()).isEqualTo(matched);
                                return Uni.createFrom().<Void>failure(new TakenBack());
                            });
                        }))
                .onFailure(TakenBack.class)
                .recoverWithNull()
                .await()
                .atMost(Duration.ofMinutes(5));
        return took[0];
    }

    private static final class TakenBack extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static void bareInserts(Connection owner, String campaign) throws SQLException {
        BenchData.run(
                owner,
                "insert into bench.bare_ready (tenant_id, campaign_id, customer_id, due_at, updated_at, attempts, zones, phone,"
                        + " state) select t.tenant_id, t.campaign_id, t.customer_id, null, t.updated_at, 0, 'Asia/Riyadh',"
                        + " t.phone, 'pending' from target t where t.campaign_id = '" + campaign + "'");
    }

    /** Milliseconds of the counting statement, as the service's role under row level security. */
    private double count(Api tenant, JsonObject scenario, int copies) throws Exception {
        Audience audience = Audience.asking(
                new ObjectMapper().readTree(scenario.getJsonObject("query").encode()));
        TenantId id = TenantId.fromString(tenant.tenantId);
        return db.inTenant(id, connection -> audiences
                        .compile(connection, id, audience, Sight.OF_THE_ENGINE, Instant.now())
                        .chain(compiled -> {
                            long start = System.nanoTime();
                            return audiences.count(connection, id, compiled).map(found -> {
                                assertThat(found).isEqualTo(matches(scenario, copies));
                                return (System.nanoTime() - start) / 1e6;
                            });
                        }))
                .await()
                .atMost(Duration.ofMinutes(5));
    }

    /** Milliseconds of the whole request; everything in its answer is checked after it. */
    private static double preview(Api tenant, JsonObject scenario, int copies) throws Exception {
        RequestSpecification request = tenant.manager()
                .body(new JsonObject()
                        .put("query", scenario.getJsonObject("query"))
                        .encode());
        Response[] response = new Response[1];
        double took = milliseconds(() -> response[0] = request.post("/api/v1/audiences/preview"));
        JsonPath preview = response[0].then().statusCode(200).extract().jsonPath();
        assertThat(preview.getLong("matched")).isEqualTo(matches(scenario, copies));
        assertThat(preview.getInt("reachable") + preview.getInt("excluded.do_not_call"))
                .isEqualTo(preview.getInt("matched"));
        assertThat(preview.getList("sample")).hasSize(10);
        return took;
    }

    private static long matches(JsonObject scenario, int copies) {
        return SCENARIOS.get(scenario.getString("slug")).matches * (long) copies;
    }

    private static String create(Api tenant, String path, JsonObject body) {
        return tenant.manager()
                .body(body.encode())
                .post("/api/v1" + path)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static long number(Connection owner, String sql) throws SQLException {
        try (Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static String server(Connection owner) throws SQLException {
        return "PostgreSQL " + owner.getMetaData().getDatabaseProductVersion() + ", shared_buffers "
                + text(owner, "show shared_buffers");
    }

    private static String text(Connection owner, String sql) throws SQLException {
        try (Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
