package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Rows;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.LocalCall;
import io.outdial.telephony.LookUp;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Two replicas and a call that lives in one of them: the other one knows nothing of it, and the trunk tells nothing between the
 * answer and the end.
 */
@QuarkusTest
class LeasesTest {

    private static final Instant ANSWERED = Scene.OPEN.truncatedTo(ChronoUnit.SECONDS);

    @Inject
    Bench bench;

    /** What the other replica finds when it asks: nothing. */
    private final Network unknown = new Network(new LookUp.Unsure(), false);

    @Test
    void aLongCallIsLeftAloneByAnotherReplica() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        Held call = answered(scene);
        Leases owner = bench.leases(() -> Stream.of(call));
        for (int minutes = 4; minutes < 60; minutes += 4) {
            Instant now = ANSWERED.plus(Duration.ofMinutes(minutes));
            renew(owner, now);
            bench.reap(scene, unknown, now.plusSeconds(239));
        }
        assertThat(unknown.asked).isEmpty();
        assertThat(unknown.hungUp).isEmpty();
        assertThat(call.over).isFalse();
    }

    @Test
    void whoWasAwayFromTheDatabaseSaysSoBetweenTheFirstLookAndTheSecond() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        Held call = answered(scene);
        Instant back = ANSWERED.plus(bench.settings.askAfter()).plusSeconds(60);
        bench.reap(scene, unknown, back);
        assertThat(unknown.asked).hasSize(1);

        renew(bench.leases(() -> Stream.of(call)), back.plusSeconds(10));
        bench.reap(scene, unknown, back.plusSeconds(40));

        assertThat(unknown.hungUp).isEmpty();
        assertThat(unknown.asked).as("nobody looks before the lease ends").hasSize(1);
        assertThat(call.over).isFalse();
        assertThat(scene.one("select state from live_attempt where tenant_id = $1")
                        .getString("state"))
                .isEqualTo("placed");
    }

    @Test
    void whoFindsItsCallSettledHangsItUp() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        Held call = answered(scene);
        Instant thawed = ANSWERED.plus(Duration.ofHours(1));
        bench.report(thawed, Bench.end(scene.tenant, call.attempt, Outcome.ANSWERED_HUMAN, Disposition.NONE, thawed));
        Held toHearAScript = new Held(scene.tenant, AttemptId.next());

        renew(bench.leases(() -> Stream.of(call, toHearAScript)), thawed);

        assertThat(call.over).isTrue();
        assertThat(toHearAScript.over).as("it is in nobody's books").isFalse();
    }

    @Test
    void aCallThatBeganLatelyOrIsOverIsNotLookedAt() {
        Scene scene = new Scene(bench.db, Map.of(), 2);
        Held ended = answered(scene);
        Held goesOn = answered(scene);
        ended.over = true;
        Leases owner = bench.leases(() -> Stream.of(ended, goesOn));

        renew(owner, Instant.now());
        assertThat(leases(scene)).containsOnly(ANSWERED.plus(bench.settings.askAfter()));
        Instant later = ANSWERED.plus(Duration.ofMinutes(5));
        renew(owner, later);
        assertThat(leases(scene))
                .containsExactlyInAnyOrder(
                        ANSWERED.plus(bench.settings.askAfter()), later.plus(bench.settings.askAfter()));
        renew(owner, later.plusSeconds(10));
        assertThat(leases(scene)).as("not again before it is time").contains(later.plus(bench.settings.askAfter()));
    }

    /** The next call of the scene, with somebody on the line. */
    private Held answered(Scene scene) {
        if (scene.count("campaign") == 0) {
            scene.closed();
            bench.startSending(scene, bench.claim(scene, ANSWERED), ANSWERED);
        }
        AttemptId attempt = new AttemptId(
                scene.one("select attempt_id from live_attempt where tenant_id = $1 and state = 'sending'")
                        .getUUID("attempt_id"));
        bench.report(ANSWERED, new CallEvent.Answered(scene.tenant, attempt, ANSWERED));
        return new Held(scene.tenant, attempt);
    }

    private static List<Instant> leases(Scene scene) {
        return scene.sql("select lease_until from live_attempt where tenant_id = $1").stream()
                .map(row -> Rows.instant(row, "lease_until"))
                .toList();
    }

    private static void renew(Leases owner, Instant now) {
        owner.renew(now).await().atMost(Scene.PATIENCE);
    }

    private static final class Held implements LocalCall {

        private final TenantId tenant;
        private final AttemptId attempt;
        private volatile boolean over;

        Held(TenantId tenant, AttemptId attempt) {
            this.tenant = tenant;
            this.attempt = attempt;
        }

        @Override
        public TenantId tenant() {
            return tenant;
        }

        @Override
        public AttemptId attempt() {
            return attempt;
        }

        @Override
        public boolean over() {
            return over;
        }

        @Override
        public void hangUp(String why) {
            over = true;
        }
    }
}
