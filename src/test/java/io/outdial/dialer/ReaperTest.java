package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.outdial.dialer.Reaper.Bounds;
import io.outdial.kernel.TenantId;
import io.outdial.telephony.LookUp;
import io.outdial.telephony.TelephonyLines;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Providers that do not answer, and who waits for them: not other tenants, not other replicas, not who asked to hang up. */
@QuarkusTest
class ReaperTest {

    private static final Instant DIED = Scene.OPEN.truncatedTo(ChronoUnit.SECONDS);
    private static final Instant LEASE_ENDED = DIED.plusSeconds(31);
    private static final Bounds PATIENT =
            new Bounds(Duration.ofMinutes(2), Duration.ofMinutes(2), Duration.ofMinutes(2));

    @Inject
    Bench bench;

    private final Network silent = new Network(null, false);
    private final Network well = new Network(new LookUp.Live("p"), false);

    @Test
    void oneReplicaLooksAfterATenantAtATime() {
        Scene scene = sending(2);
        CompletableFuture<Void> first = begin(scene, PATIENT);
        await().atMost(Scene.PATIENCE).until(() -> silent.asked.size() == 2);

        bench.reap(scene, well, LEASE_ENDED.plusSeconds(1));

        assertThat(well.asked).isEmpty();
        first.cancel(true);
        bench.reap(scene, well, LEASE_ENDED.plusSeconds(31));
        assertThat(well.asked).as("it died, and another goes on").hasSize(2);
    }

    @Test
    void hangingUpDoesNotWaitForAProviderThatIsAsked() {
        Scene scene = sending(2);
        scene.sql(
                "update live_attempt set state = 'placed', hang_up = true, lease_until = 'infinity' where tenant_id = $1"
                        + " and attempt_id = (select min(attempt_id::text)::uuid from live_attempt where tenant_id = $1)");

        CompletableFuture<Void> look = begin(scene, PATIENT);

        await().atMost(Scene.PATIENCE).until(() -> silent.hungUp.size() == 1);
        await().atMost(Scene.PATIENCE).until(() -> silent.asked.size() == 1);
        assertThat(look).isNotDone();
        look.cancel(true);
    }

    @Test
    void whatThereWasNoTimeForComesFirstAtTheNextLook() {
        Scene scene = sending(30);
        begin(scene, new Bounds(Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ZERO))
                .join();
        int asked = silent.asked.size();
        assertThat(asked).as("no more than at once").isBetween(1, 8);

        bench.reap(scene, well, LEASE_ENDED);

        assertThat(well.asked).hasSize(30 - asked).doesNotContainAnyElementsOf(silent.asked);
    }

    @Test
    void aTenantWhoseProviderIsSilentHoldsUpNobodyElse() {
        Scene stuck = sending(3);
        Scene other = sending(3);
        TelephonyLines lines =
                (tenant, key) -> (tenant.equals(stuck.tenant) ? Bench.to(silent) : Bench.to(well)).of(tenant, key);
        DueStore due = new DueStore(bench.db) {
            @Override
            Uni<List<TenantId>> toReap(Instant now, int limit) {
                return Uni.createFrom().item(List.of(stuck.tenant, other.tenant));
            }
        };
        Reaper reaper = bench.reaper(lines, LEASE_ENDED, PATIENT);
        ReapLoop loop = new ReapLoop(due, reaper, bench.settings, Clock.fixed(LEASE_ENDED, ZoneOffset.UTC));

        loop.sweep().await().atMost(Scene.PATIENCE);

        await().atMost(Scene.PATIENCE).until(() -> well.asked.size() == 3 && silent.asked.size() == 3);
        await().atMost(Scene.PATIENCE).until(() -> states(other).equals(List.of("placed", "placed", "placed")));
        assertThat(states(stuck)).as("still asked about").containsOnly("sending");
    }

    private CompletableFuture<Void> begin(Scene scene, Bounds bounds) {
        return bench.reaper(Bench.to(silent), LEASE_ENDED, bounds)
                .reap(scene.tenant)
                .subscribeAsCompletionStage();
    }

    private static List<String> states(Scene scene) {
        return scene.sql("select state from live_attempt where tenant_id = $1").stream()
                .map(row -> row.getString("state"))
                .toList();
    }

    private Scene sending(int customers) {
        Scene scene = new Scene(bench.db, Map.of(), customers);
        scene.closed();
        List<Claimed> claimed = bench.claim(scene, DIED);
        assertThat(bench.startSending(scene, claimed, DIED)).hasSize(customers);
        return scene;
    }
}
