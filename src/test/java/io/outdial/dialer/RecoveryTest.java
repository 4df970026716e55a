package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.LookUp;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of the attempts of a replica that died, at each step it may have died after. */
@QuarkusTest
class RecoveryTest {

    private static final Instant DIED = Scene.OPEN;
    private static final Instant LEASE_ENDED = DIED.plusSeconds(31);
    private static final Instant LATER = DIED.plusSeconds(60);
    private static final Instant HORIZON_PASSED = DIED.plusSeconds(16 * 60);

    @Inject
    Bench bench;

    private final Network silent = new Network(new LookUp.Unsure(), false);

    @Test
    void claimedIsProvablyUnsentAndGoesBackWithEveryLimit() {
        Scene scene = scene(3);
        List<Claimed> claimed = bench.claim(scene, DIED);
        assertThat(claimed).hasSize(3);
        assertThat(usage(scene)).isEqualTo("in flight 3, today 3, 3; pending 0, in progress 3, reserved 3.0000");

        bench.reap(scene, silent, DIED.plusSeconds(29));
        assertThat(scene.count("live_attempt")).as("the lease still holds").isEqualTo(3);

        bench.reap(scene, silent, LEASE_ENDED);
        assertThat(usage(scene)).isEqualTo("in flight 0, today 0, 0; pending 3, in progress 0, reserved 0.0000");
        assertThat(scene.count("live_attempt")).isZero();
        assertThat(scene.count("ready")).isEqualTo(3);
        assertThat(scene.count("attempt")).as("nothing happened").isZero();

        bench.send(scene, claimed, silent, LEASE_ENDED);
        assertThat(silent.created).as("a replica that wakes up cannot send").isEmpty();
        List<Claimed> again = bench.claim(scene, LEASE_ENDED);
        assertThat(again).hasSize(3).doesNotContainAnyElementsOf(claimed);
        bench.send(scene, claimed, silent, LEASE_ENDED);
        assertThat(silent.created).isEmpty();
        bench.send(scene, again, silent, LEASE_ENDED);
        assertThat(silent.created).hasSize(3);
    }

    @Test
    void aReplicaWhoseLeaseEndedOrWhoIsNotTheOwnerCannotSend() {
        Scene scene = scene(2);
        List<Claimed> claimed = bench.claim(scene, DIED);
        assertThat(bench.startSending(scene, claimed, LEASE_ENDED)).isEmpty();
        scene.sql("update live_attempt set owner = 'another' where tenant_id = $1");
        assertThat(bench.startSending(scene, claimed, DIED)).isEmpty();
    }

    @Test
    void sendingIsHeldWhileNobodyKnowsAndEndsUnknown() {
        Scene scene = sending(2);
        bench.reap(scene, silent, LEASE_ENDED);
        assertThat(states(scene)).containsExactly("unknown 1", "unknown 1");
        assertThat(usage(scene)).isEqualTo("in flight 2, today 2, 2; pending 0, in progress 2, reserved 2.0000");
        assertThat(scene.count("ready")).as("never redialled on a guess").isZero();
        bench.reap(scene, silent, LATER.plusSeconds(60));
        assertThat(scene.sql("select detail from campaign_event where tenant_id = $1 and type = 'attempts_held'"))
                .as("the campaign is told once")
                .singleElement()
                .extracting(row -> row.getJsonObject("detail").getInteger("attempts"))
                .isEqualTo(2);

        bench.reap(scene, silent, HORIZON_PASSED);
        assertThat(usage(scene)).isEqualTo("in flight 0, today 2, 2; pending 0, in progress 0, reserved 0.0000");
        assertThat(scene.count("ready")).isZero();
        Row counter = scene.one("select unknown, spend from campaign_counter where tenant_id = $1");
        assertThat(counter.getInteger("unknown")).isEqualTo(2);
        assertThat(counter.getBigDecimal("spend")).isEqualByComparingTo("2");
        assertThat(scene.one("select min(state) as least, max(state) as most from target where tenant_id = $1")
                        .toJson()
                        .encode())
                .isEqualTo("{\"least\":\"unknown\",\"most\":\"unknown\"}");
    }

    @Test
    void absenceProvesNothingUnlessTheProviderIsAnAuthority() {
        Scene scene = sending(1);
        bench.reap(scene, new Network(new LookUp.Absent(), false), LEASE_ENDED);
        assertThat(states(scene)).containsExactly("unknown 1");

        bench.reap(scene, new Network(new LookUp.Absent(), true), LEASE_ENDED.plusSeconds(60));
        assertThat(scene.count("live_attempt")).isZero();
        Row ready = scene.one("select attempts, state from ready where tenant_id = $1");
        assertThat(ready.getInteger("attempts")).as("no attempt is consumed").isZero();
        assertThat(ready.getString("state")).isEqualTo("pending");
    }

    @Test
    void aCallTheProviderKnowsIsAdopted() {
        Scene scene = sending(1);
        Network network = new Network(new LookUp.Live("p-1"), false);
        bench.reap(scene, network, LEASE_ENDED);
        assertThat(states(scene)).containsExactly("placed 0");

        var attempt = new AttemptId(scene.one("select attempt_id from live_attempt where tenant_id = $1")
                .getUUID("attempt_id"));
        network.says(new LookUp.Over(Bench.end(
                scene.tenant, attempt, Outcome.ANSWERED_HUMAN, Disposition.BOOKED, LEASE_ENDED.plusSeconds(20))));
        // It is live, so it is asked about again only after a while.
        bench.reap(scene, network, LEASE_ENDED.plus(Duration.ofMinutes(11)));
        Row target = scene.one("select state, attempts, disposition from target where tenant_id = $1");
        assertThat(target.toJson().encode())
                .isEqualTo("{\"state\":\"succeeded\",\"attempts\":1,\"disposition\":\"booked\"}");
        assertThat(scene.count("live_attempt")).isZero();
        assertThat(scene.one("select spend from campaign_counter where tenant_id = $1")
                        .getBigDecimal("spend"))
                .isEqualByComparingTo(new BigDecimal("0.15"));
    }

    /** Where calls live in their replica, the others know nothing of them. */
    @Test
    void aCallOfAnotherReplicaIsEndedOnlyWhenThatOneSaysNothingFromOneLookToTheNext() {
        Scene scene = sending(1);
        scene.sql("update live_attempt set state = 'placed', lease_until = $2 where tenant_id = $1", utc(LEASE_ENDED));
        bench.reap(scene, silent, LEASE_ENDED);
        assertThat(silent.hungUp).as("the replica may be alive and late").isEmpty();
        assertThat(states(scene)).containsExactly("unknown 1");

        bench.reap(scene, silent, LEASE_ENDED.plusSeconds(31));
        assertThat(silent.hungUp).as("nobody holds it").hasSize(1);
    }

    @Test
    void anyReplicaTakesTheCallbacksOfThePlacedAndOfTheHeld() {
        Scene scene = sending(2);
        bench.reap(scene, silent, LEASE_ENDED);
        scene.sql("update live_attempt set owner = 'dead', state = 'placed' where tenant_id = $1 and attempt_id ="
                + " (select min(attempt_id::text)::uuid from live_attempt where tenant_id = $1)");
        scene.sql("select attempt_id from live_attempt where tenant_id = $1")
                .forEach(row -> bench.report(
                        LEASE_ENDED,
                        Bench.end(
                                scene.tenant,
                                new AttemptId(row.getUUID("attempt_id")),
                                Outcome.ANSWERED_HUMAN,
                                Disposition.BOOKED,
                                LEASE_ENDED)));
        assertThat(scene.count("live_attempt")).isZero();
        assertThat(scene.one("select succeeded from campaign_counter where tenant_id = $1")
                        .getInteger("succeeded"))
                .isEqualTo(2);
        assertThat(usage(scene)).startsWith("in flight 0,");
    }

    @Test
    void aCallThatWasGivenUpAndIsAnsweredIsHungUp() {
        Scene scene = sending(2);
        Network authority = new Network(new LookUp.Absent(), true);
        bench.reap(scene, authority, LATER);
        List<AttemptId> givenUp = scene.sql("select attempt_id from attempt where tenant_id = $1").stream()
                .map(row -> new AttemptId(row.getUUID("attempt_id")))
                .toList();
        assertThat(givenUp).hasSize(2);

        bench.report(LATER, authority, new CallEvent.Ringing(scene.tenant, givenUp.get(0), LATER));
        assertThat(authority.hungUp).as("it may still ring out").isEmpty();
        bench.report(LATER, authority, new CallEvent.Answered(scene.tenant, givenUp.get(0), LATER));
        assertThat(authority.hungUp).containsExactly(givenUp.get(0));
        assertThat(scene.count("live_attempt")).isZero();
        assertThat(usage(scene)).startsWith("in flight 0,");
    }

    @Test
    void aReplicaThatGoesAwayHandsOverWhatIsNotOnItsWay() {
        Scene scene = sending(2);
        scene.sql("update live_attempt set state = 'placed' where tenant_id = $1 and attempt_id ="
                + " (select min(attempt_id::text)::uuid from live_attempt where tenant_id = $1)");
        List<java.util.UUID> all = scene.sql("select attempt_id from live_attempt where tenant_id = $1").stream()
                .map(row -> row.getUUID("attempt_id"))
                .toList();
        Instant leaves = DIED.plusSeconds(1);
        bench.db
                .inTenant(scene.tenant, c -> bench.live.handOver(scene.tenant, c, all, bench.replica.name(), leaves))
                .await()
                .atMost(Scene.PATIENCE);
        assertThat(scene.sql(
                        "select state from live_attempt where tenant_id = $1 and lease_until <= $2",
                        leaves.atOffset(java.time.ZoneOffset.UTC)))
                .extracting(row -> row.getString("state"))
                .containsExactly("placed");
        assertThat(scene.sql(
                        "select from tenant_due where tenant_id = $1 and next_reap <= $2",
                        leaves.atOffset(java.time.ZoneOffset.UTC)))
                .as("somebody looks at once")
                .hasSize(1);
    }

    private Scene scene(int customers) {
        Scene scene = new Scene(bench.db, Map.of(), customers);
        scene.closed();
        return scene;
    }

    private Scene sending(int customers) {
        Scene scene = scene(customers);
        List<Claimed> claimed = bench.claim(scene, DIED);
        assertThat(bench.startSending(scene, claimed, DIED)).hasSize(customers);
        return scene;
    }

    private static java.time.OffsetDateTime utc(Instant at) {
        return at.atOffset(java.time.ZoneOffset.UTC);
    }

    private static List<String> states(Scene scene) {
        return scene.sql("select state, epoch from live_attempt where tenant_id = $1").stream()
                .map(row -> row.getString("state") + " " + row.getInteger("epoch"))
                .toList();
    }

    private static String usage(Scene scene) {
        Row row = scene.one("select k.in_flight, k.placed_today as tenants, c.placed_today as campaigns, c.pending,"
                + " c.in_progress, c.reserved from tenant_capacity k join campaign_counter c on c.tenant_id = k.tenant_id"
                + " where k.tenant_id = $1");
        return "in flight %d, today %d, %d; pending %d, in progress %d, reserved %s"
                .formatted(
                        row.getInteger("in_flight"),
                        row.getInteger("tenants"),
                        row.getInteger("campaigns"),
                        row.getInteger("pending"),
                        row.getInteger("in_progress"),
                        row.getBigDecimal("reserved"));
    }
}
