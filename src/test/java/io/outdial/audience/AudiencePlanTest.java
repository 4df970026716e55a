package io.outdial.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.outdial.bench.BenchData;
import io.outdial.compliance.rules.CallRules;
import io.outdial.compliance.rules.CallingHours;
import io.outdial.dev.DemoCampaigns;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Planner;
import io.outdial.platform.Sight;
import io.outdial.platform.TenantDb;
import io.outdial.support.Api;
import io.outdial.support.Databases;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The plans of the five scenarios, as the service's role sees them under row level security, on 20,000 customers. */
@QuarkusTest
class AudiencePlanTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final CallRules NO_RULES = CallRules.of(CallingHours.ALWAYS);

    private static final List<String> TABLES = List.of(
            "customer", "customer_value_text", "customer_value_number", "customer_value_date", "customer_value_time");

    @Inject
    TenantDb db;

    @Inject
    Audiences audiences;

    @Test
    void everyScenarioIsReadFromTheIndexesOfValues() throws Exception {
        Api tenant = Api.newTenant();
        try (Connection owner = Databases.asOwner()) {
            // What other tests deleted leaves room that the new rows fill, so that the table seems as small as before
            // until it is
            // analyzed, which is within a minute: a tenant of a handful is rightly read whole.
            for (String table : TABLES) {
                BenchData.run(owner, "vacuum full " + table);
            }
            BenchData.customers(owner, tenant.tenantId, 2);
            scenariosUseIndexes(tenant, "without statistics", false);
            for (String table : TABLES) {
                BenchData.run(owner, "analyze " + table);
            }
            BenchData.run(owner, "analyze do_not_call");
            scenariosUseIndexes(tenant, "with statistics", false);
            vacuumed(owner);
            scenariosUseIndexes(tenant, "vacuumed", true);
        }
    }

    /** A transaction that another test has open keeps pages from being known as visible to all, and plans with them. */
    private static void vacuumed(Connection owner) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            BenchData.run(owner, "vacuum customer");
            try (Statement statement = owner.createStatement();
                    ResultSet pages = statement.executeQuery(
                            "select relpages, relallvisible from pg_class where oid = 'customer'::regclass")) {
                assertThat(pages.next()).isTrue();
                assertThat(pages.getInt("relallvisible")).isEqualTo(pages.getInt("relpages"));
            }
        });
    }

    private void scenariosUseIndexes(Api tenant, String when, boolean vacuumed) throws Exception {
        for (JsonObject scenario : DemoCampaigns.all()) {
            List<JsonObject> nodes = plan(tenant, scenario.getJsonObject("query"));
            String what = scenario.getString("slug") + " " + when;
            Set<String> ofValues = new TreeSet<>();
            for (JsonObject node : nodes) {
                assertThat(node.getString("Node Type")).as(what).isNotEqualTo("Nested Loop");
                if ("Seq Scan".equals(node.getString("Node Type"))) {
                    assertThat(node.getString("Relation Name")).as(what).doesNotStartWith("customer_value");
                }
                String index = node.getString("Index Name", "");
                if (index.startsWith("customer_value_") && !index.startsWith("customer_value_long")) {
                    assertThat(node.getString("Index Cond")).as(what).contains("tenant_id", "attribute_no", "_value");
                    ofValues.add(index);
                }
            }
            assertThat(ofValues).as(what).isNotEmpty();
            assertThat(nodes)
                    .as(what + ": nobody asked for a consent or a cap, and none is looked up")
                    .extracting(node -> node.getString("Relation Name"))
                    .doesNotContain("consent", "attempt", "live_attempt");
            assertThat(nodes)
                    .as(what + ": customers are looked up in their key by the ids, and nowhere else")
                    .filteredOn(node -> "customer".equals(node.getString("Relation Name")))
                    .isNotEmpty()
                    .allMatch(node -> "Index Only Scan".equals(node.getString("Node Type"))
                            ? byId(node, "Index Cond") && "customer_pkey".equals(node.getString("Index Name"))
                            // Before a vacuum nothing is to be had from the index alone.
                            : !vacuumed
                                    && "Bitmap Heap Scan".equals(node.getString("Node Type"))
                                    && byId(node, "Recheck Cond"));
        }
    }

    private static boolean byId(JsonObject node, String condition) {
        return node.getString(condition, "").contains("customer_id = ANY");
    }

    /** Every node of the plan of the preview's own statement. */
    private List<JsonObject> plan(Api tenant, JsonObject query) throws Exception {
        TenantId id = TenantId.fromString(tenant.tenantId);
        Audience audience = Audience.asking(new ObjectMapper().readTree(query.encode()));
        JsonArray plan = in(id, connection -> audiences
                .plan(connection, id, audience, Sight.OF_THE_ENGINE, NOW)
                .call(() -> Planner.hashGroups(connection))
                // A table as small as this one is rightly read whole; what no index can serve is, even so.
                .call(() -> connection.query("set local enable_seqscan = off").execute())
                .chain(compiled -> connection
                        .preparedQuery("explain (format json) " + PreviewSql.statement(compiled, NO_RULES))
                        .execute(PreviewSql.arguments(id, compiled, NO_RULES, NOW))
                        .map(rows -> (JsonArray) rows.iterator().next().getValue(0))));
        List<JsonObject> nodes = new ArrayList<>();
        collect(plan.getJsonObject(0).getJsonObject("Plan"), nodes);
        return nodes;
    }

    private static void collect(JsonObject node, List<JsonObject> into) {
        into.add(node);
        node.getJsonArray("Plans", new JsonArray()).forEach(child -> collect((JsonObject) child, into));
    }

    private <T> T in(TenantId tenant, java.util.function.Function<SqlConnection, Uni<T>> work) {
        return db.inTenant(tenant, work).await().atMost(Duration.ofSeconds(60));
    }
}
