package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

        ended(scene, underWay, NOW.plusSeconds(70));
        retention.purge(scene.tenant, NOW.plusSeconds(80)).await().atMost(Scene.PATIENCE);
        assertThat(whereItStands(scene, phone)).isEmpty();
        assertThat(scene.count("erased_while_called")).isZero();
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
