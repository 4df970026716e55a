package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.platform.Rows;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.LookUp;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Calls whose provider says only later what they cost, and gives no estimate: the budget holds all the same. */
@QuarkusTest
class LaterPriceTest {

    private static final Instant NOW = Scene.OPEN.truncatedTo(ChronoUnit.SECONDS);
    private static final Instant FIRST_ASKED = NOW.plus(Duration.ofMinutes(1));

    @Inject
    Bench bench;

    @Test
    void whatWasReservedStaysSpentUntilThePriceIsKnownSoTheBudgetHolds() {
        Scene scene = new Scene(bench.db, Map.of(), 6);
        JsonObject budget = new JsonObject().put("amount", "3.00").put("currency", "SAR");
        scene.closedWith(new JsonObject().put("performance", new JsonObject().put("budget", budget)));
        List<Claimed> claimed = bench.claim(scene, NOW);
        assertThat(claimed).as("a riyal is reserved for each").hasSize(3);

        claimed.forEach(each -> end(scene, claimed, each.id()));

        assertThat(money(scene)).isEqualTo("spent 3.0000, reserved 0.0000, highest 0.0000");
        assertThat(bench.claim(scene, NOW.plusSeconds(2))).isEmpty();
        assertThat(scene.one("select sum(cost) as cost from attempt where tenant_id = $1")
                        .getBigDecimal("cost"))
                .isEqualByComparingTo("3");

        Network cheap = new Network(new LookUp.Unsure(), false);
        cheap.charges("0.40");
        bench.reap(scene, cheap, FIRST_ASKED);
        assertThat(money(scene)).isEqualTo("spent 1.2000, reserved 0.0000, highest 0.4000");
        assertThat(scene.count("price_due")).isZero();
    }

    @Test
    void aPriceAboveTheReservationRaisesWhatIsReservedForTheNext() {
        Scene scene = new Scene(bench.db, Map.of(), 2);
        scene.closed();
        List<Claimed> claimed = bench.claim(scene, NOW);
        end(scene, claimed, claimed.get(0).id());
        Network dear = new Network(new LookUp.Unsure(), false);
        dear.charges("7.25");
        bench.reap(scene, dear, FIRST_ASKED);

        assertThat(scene.one("select spend, highest_cost from campaign_counter where tenant_id = $1")
                        .toJson()
                        .encode())
                .contains("\"highest_cost\":7.25")
                .contains("\"spend\":7.25");
    }

    @Test
    void aPriceIsAskedForAsSoonAsItIsDueThoughNothingIsClaimed() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        scene.closed();
        List<Claimed> claimed = bench.claim(scene, NOW);
        scene.sql("update tenant_due set next_reap = 'infinity' where tenant_id = $1");

        end(scene, claimed, claimed.get(0).id());

        Row due = scene.one("select next_reap from tenant_due where tenant_id = $1");
        assertThat(Rows.instant(due, "next_reap")).isEqualTo(FIRST_ASKED);
    }

    private void end(Scene scene, List<Claimed> claimed, AttemptId call) {
        bench.startSending(scene, claimed, NOW);
        scene.sql("update live_attempt set provider_call_id = 'p' where tenant_id = $1");
        bench.report(
                NOW,
                new CallEvent.Ended(
                        scene.tenant,
                        call,
                        NOW,
                        Outcome.ANSWERED_HUMAN,
                        Disposition.BOOKED,
                        null,
                        42,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        true,
                        true));
    }

    private static String money(Scene scene) {
        Row row = scene.one("select spend, reserved, highest_cost from campaign_counter where tenant_id = $1");
        return "spent %s, reserved %s, highest %s"
                .formatted(
                        four(row.getBigDecimal("spend")),
                        four(row.getBigDecimal("reserved")),
                        four(row.getBigDecimal("highest_cost")));
    }

    private static BigDecimal four(BigDecimal amount) {
        return amount.setScale(4);
    }
}
