package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** A target follows its customer: who changes the number or moves after the activation is called there, and by the rules of there. */
@QuarkusTest
class MovedPeopleTest {

    private static final Instant NOW = Scene.OPEN;

    @Inject
    Bench bench;

    private final String newPhone = "+96655" + ThreadLocalRandom.current().nextInt(1_000_000, 9_000_000);

    @Test
    void aNewNumberIsCalledInsteadOfTheOld() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        scene.closed();
        changePhone(scene);
        assertThat(bench.claim(scene, NOW)).as("it is put back").isEmpty();
        assertThat(bench.claim(scene, NOW)).extracting(Claimed::phone).containsExactly(newPhone);
    }

    @Test
    void aRetryCallsTheNumberOfThen() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        scene.closed();
        List<Claimed> first = bench.claim(scene, NOW);
        bench.startSending(scene, first, NOW);
        changePhone(scene);
        bench.report(NOW, Bench.end(scene.tenant, first.get(0).id(), Outcome.BUSY, Disposition.NONE, NOW));

        Instant later = NOW.plus(Duration.ofHours(5));
        assertThat(bench.claim(scene, later)).isEmpty();
        assertThat(bench.claim(scene, later)).extracting(Claimed::phone).containsExactly(newPhone);
    }

    @Test
    void aBlockOfTheNewNumberHolds() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        String campaign = scene.closed();
        changePhone(scene);
        scene.api
                .manager()
                .body(Map.of("phone", newPhone))
                .post("/api/v1/do-not-call")
                .then()
                .statusCode(201);
        assertThat(bench.claim(scene, NOW)).isEmpty();
        assertThat(bench.claim(scene, NOW)).isEmpty();
        assertThat(scene.progress(campaign).getMap("suppressedByReason")).isEqualTo(Map.of("do_not_call", 1));
    }

    @Test
    void theHoursOfTheNewZoneHold() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        String campaign = scene.closed();
        scene.sql("update customer set zones = 'Pacific/Honolulu' where tenant_id = $1");
        assertThat(bench.claim(scene, NOW)).isEmpty();
        assertThat(bench.claim(scene, NOW)).as("night in Honolulu").isEmpty();
        assertThat(scene.progress(campaign).getInt("targets.byState.pending")).isEqualTo(1);
        assertThat(bench.claim(scene, NOW.plus(Duration.ofHours(13)))).hasSize(1);
    }

    @Test
    void whoIsNowhereKnownIsNotCalled() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        String campaign = scene.closed();
        scene.sql("update customer set zones = null where tenant_id = $1");
        assertThat(bench.claim(scene, NOW)).isEmpty();
        assertThat(scene.progress(campaign).getMap("suppressedByReason")).isEqualTo(Map.of("unknown_time_zone", 1));
    }

    private void changePhone(Scene scene) {
        String customer = scene.one("select customer_id from customer where tenant_id = $1")
                .getUUID("customer_id")
                .toString();
        scene.api
                .manager()
                .header("If-Match", "*")
                .body(Map.of("phone", newPhone))
                .patch("/api/v1/customers/" + customer)
                .then()
                .statusCode(200);
    }
}
