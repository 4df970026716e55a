package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.support.Holder;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is told about a person who asks, and what is left of one who was erased. */
@QuarkusTest
class ErasedPeopleTest {

    private static final Instant NOW = Scene.OPEN;

    /** Every table of tenants, as the service sees them. */
    private static final String TABLES = "select c.relname as name from pg_class c join pg_attribute a"
            + " on a.attrelid = c.oid and a.attname = 'tenant_id' where c.relnamespace = 'public'::regnamespace"
            + " and c.relkind in ('r', 'p') and not c.relispartition and $1::uuid is not null";

    @Inject
    Bench bench;

    @Inject
    Retention retention;

    @Test
    void theirNumberStandsNowhereOnceTheirCallsAreOver() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        Row customer = scene.one("select customer_id, phone from customer where tenant_id = $1");
        String phone = customer.getString("phone");
        callOnce(scene);
        scene.closed();
        List<Claimed> underWay = bench.claim(scene, NOW.plusSeconds(60));
        scene.closed();
        bench.startSending(scene, underWay, NOW.plusSeconds(61));
        listed(scene, customer);
        told(scene, phone);
        assertThat(whereItStands(scene, phone))
                .contains(
                        "customer",
                        "attempt",
                        "ready",
                        "live_attempt",
                        "do_not_call",
                        "idempotency_key",
                        "telephony_call");

        erase(scene, customer);
        assertThat(whereItStands(scene, phone)).containsExactly("live_attempt");
        assertThat(scene.count("idempotency_key")).as("the consent's answer").isZero();

        Instant end = NOW.plusSeconds(70);
        bench.report(
                end, Bench.end(scene.tenant, underWay.get(0).id(), Outcome.ANSWERED_HUMAN, Disposition.OPTED_OUT, end));
        retention.purge(scene.tenant, NOW.plusSeconds(80)).await().atMost(Scene.PATIENCE);
        assertThat(whereItStands(scene, phone)).isEmpty();
        assertThat(scene.count("erased_while_called")).isZero();
        scene.api.manager().get("/api/v1/do-not-call/{p}", phone).then().body("entries.list", contains("erased"));
    }

    @Test
    void theNumberThatTheyHaveInTheEndIsBlocked() throws SQLException {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        UUID customer = scene.one("select customer_id from customer where tenant_id = $1")
                .getUUID("customer_id");
        String changed = "+966551234567";
        assertThat(erasedWhileChanged(scene, customer, "*", changed)).isEqualTo(204);
        scene.api.manager().get("/api/v1/do-not-call/{p}", changed).then().body("blocked", equalTo(true));
    }

    @Test
    void whoWasChangedMeanwhileIsNotErasedAsTheyWere() throws SQLException {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        Row row = scene.one("select customer_id, version from customer where tenant_id = $1");
        String version = "\"" + row.getLong("version") + "\"";
        assertThat(erasedWhileChanged(scene, row.getUUID("customer_id"), version, "+966551234567"))
                .isEqualTo(412);
    }

    /** The answer to an erasure that waits for its turn while the customer's number is changed. */
    private static int erasedWhileChanged(Scene scene, UUID customer, String ifMatch, String phone)
            throws SQLException {
        String url = "/api/v1/customers/" + customer;
        CompletableFuture<Integer> erasing;
        try (Holder capacity =
                new Holder("select from tenant_capacity where tenant_id = ? for no key update", scene.tenant.value())) {
            erasing = CompletableFuture.supplyAsync(() ->
                    scene.api.manager().header("If-Match", ifMatch).delete(url).statusCode());
            capacity.awaitWaiting(1, erasing);
            scene.api
                    .manager()
                    .header("If-Match", "*")
                    .contentType("application/merge-patch+json")
                    .body(Map.of("phone", phone))
                    .patch(url)
                    .then()
                    .statusCode(200);
        }
        return erasing.orTimeout(Scene.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Test
    void aCampaignThatStartsMeanwhileKeepsNoNumber() throws SQLException {
        Scene scene = new Scene(bench.db, Map.of(), 2);
        Row customer = scene.one("select customer_id, phone from customer where tenant_id = $1 limit 1");
        String campaign = scene.scheduled(
                new JsonObject().put("windows", Scene.ALWAYS),
                new JsonObject(),
                Instant.now().plusSeconds(600));
        CompletableFuture<Void> starting;
        CompletableFuture<Void> erasing;
        try (Holder stage = new Holder(
                "insert into campaign_stage (tenant_id, campaign_id, stage, state, started_at)"
                        + " values (?, ?, 'execution', 'running', now())",
                scene.tenant.value(),
                UUID.fromString(campaign))) {
            starting = CompletableFuture.runAsync(() -> scene.act(campaign, "activate", "{}"));
            stage.awaitWaiting(1, starting);
            erasing = CompletableFuture.runAsync(() -> erase(scene, customer));
            stage.awaitWaiting(2, erasing);
        }
        CompletableFuture.allOf(starting, erasing)
                .orTimeout(Scene.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        assertThat(whereItStands(scene, customer.getString("phone"))).isEmpty();
    }

    @Test
    void whoWaitsToBeCalledIsSuppressed() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        Row customer = scene.one("select customer_id, phone from customer where tenant_id = $1");
        scene.closed();
        erase(scene, customer);
        assertThat(bench.claim(scene, NOW)).isEmpty();
        Row target = scene.one("select state, reason, phone from target where tenant_id = $1");
        assertThat(target.getString("state")).isEqualTo("suppressed");
        assertThat(target.getString("reason")).isEqualTo("customer_erased");
        assertThat(target.getString("phone")).isEmpty();
    }

    @Test
    void whatCallsCostAndAchievedStays() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        Row customer = scene.one("select customer_id, phone from customer where tenant_id = $1");
        callOnce(scene);
        erase(scene, customer);
        assertThat(scene.one("select outcome from attempt where tenant_id = $1").getString("outcome"))
                .isEqualTo("busy");
    }

    @Test
    void whoAsksIsToldEverythingThatIsStored() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        Row customer = scene.one("select customer_id, phone from customer where tenant_id = $1");
        String id = customer.getUUID("customer_id").toString();
        String phone = customer.getString("phone");
        callOnce(scene);
        String consents = "/api/v1/customers/" + id + "/consents";
        scene.api.manager().body(Map.of("basis", "express", "source", "form")).post(consents);
        scene.api.manager().body(Map.of("phone", phone, "list", "partners")).post("/api/v1/do-not-call");

        scene.api
                .manager()
                .get("/api/v1/customers/" + id + "/data")
                .then()
                .statusCode(200)
                .body("customer.phone", equalTo(phone))
                .body("records.calls", hasSize(1))
                .body("records.calls[0].outcome", equalTo("busy"))
                .body("records.targets", hasSize(1))
                .body("records.consents[0].basis", equalTo("express"))
                .body("records.doNotCall[0].list", equalTo("partners"))
                .body("records.conversions", hasSize(0))
                .body("truncated", hasSize(0));
    }

    /** On three lists and with a consent, each by a request whose answer is kept. */
    private static void listed(Scene scene, Row customer) {
        String phone = customer.getString("phone");
        keyed(scene, "/do-not-call", Map.of("phone", phone));
        keyed(scene, "/do-not-call", Map.of("phone", phone, "list", "partners"));
        keyed(scene, "/opt-outs", Map.of("phone", phone));
        keyed(
                scene,
                "/customers/" + customer.getUUID("customer_id") + "/consents",
                Map.of("basis", "express", "source", "form"));
    }

    private static void keyed(Scene scene, String path, Map<String, Object> body) {
        scene.api
                .manager()
                .header("Idempotency-Key", java.util.UUID.randomUUID().toString())
                .body(body)
                .post("/api/v1" + path)
                .then()
                .statusCode(201);
    }

    /** What a provider told of the ended call. */
    private static void told(Scene scene, String phone) {
        scene.sql(
                "insert into telephony_call (tenant_id, attempt_id, state) select a.tenant_id, a.attempt_id, $2::jsonb"
                        + " from attempt a where a.tenant_id = $1",
                new io.vertx.core.json.JsonObject().put("words", "Call me at " + phone));
    }

    private void callOnce(Scene scene) {
        scene.closed();
        List<Claimed> claimed = bench.claim(scene, NOW);
        bench.startSending(scene, claimed, NOW.plusSeconds(1));
        ended(scene, claimed, NOW.plusSeconds(5));
    }

    private void ended(Scene scene, List<Claimed> claimed, Instant at) {
        assertThat(claimed).hasSize(1);
        claimed.forEach(
                each -> bench.report(at, Bench.end(scene.tenant, each.id(), Outcome.BUSY, Disposition.NONE, at)));
    }

    private static void erase(Scene scene, Row customer) {
        scene.api
                .manager()
                .header("If-Match", "*")
                .delete("/api/v1/customers/" + customer.getUUID("customer_id"))
                .then()
                .statusCode(204);
    }

    private static List<String> whereItStands(Scene scene, String phone) {
        return scene.sql(TABLES).stream()
                .map(row -> row.getString("name"))
                .filter(table -> !scene.sql(
                                "select from " + table + " r where tenant_id = $1 and r::text like $2",
                                "%" + phone.substring(1) + "%")
                        .isEmpty())
                .sorted()
                .toList();
    }
}
