package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.CampaignId;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.GuardedTelephony;
import io.outdial.telephony.Placed;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How fast campaigns call: budgets, the provider's health, success, and who goes first. */
@QuarkusTest
class PacingTest {

    private static final Instant NOW = Scene.OPEN;

    @Inject
    Bench bench;

    @Inject
    GuardedTelephony telephony;

    @Test
    void congestionSlowsACampaignAndHealthFreesItAgain() {
        Scene scene = new Scene(bench.db, Map.of(), 90);
        String campaign = scene.closedWith(new JsonObject());
        CampaignId id = CampaignId.fromString(campaign);
        assertThat(bench.claim(scene, 20, NOW)).hasSize(20);
        for (int i = 0; i < 20; i++) {
            telephony
                    .health()
                    .answered(
                            id, i < 10 ? new Placed.Refused(Outcome.CONGESTION, "full") : new Placed.Accepted("x"), 30);
        }
        List<Claimed> slowed = bench.claim(scene, NOW.plusSeconds(1));
        assertThat(slowed.size()).isLessThanOrEqualTo(1);
        assertThat(pace(scene)).isLessThan(20);
        assertThat(scene.one("select binding_limit from campaign_counter where tenant_id = $1")
                        .getString("binding_limit"))
                .isEqualTo("provider_pace");
        assertThat(bench.claim(scene, NOW.plusSeconds(61)).size()).isPositive();
        assertThat(pace(scene)).as("forgotten").isInfinite();
    }

    @Test
    void fallingSuccessLowersTheRateAndRecoveryRestoresIt() {
        Scene scene = new Scene(bench.db, Map.of(), 700);
        scene.closedWith(new JsonObject()
                .put("calls", new JsonObject().put("callsPerMinute", 60))
                .put("pacing", new JsonObject().put("adaptToSuccess", true).put("targetSuccessRate", 0.5)));
        int good = calls(scene, 0, 3, Disposition.BOOKED);
        calls(scene, 3, 4, Disposition.DECLINED);
        int bad = calls(scene, 7, 3, Disposition.DECLINED);
        calls(scene, 10, 5, Disposition.BOOKED);
        int again = calls(scene, 15, 3, Disposition.BOOKED);
        assertThat(good).isGreaterThan(3 * 30);
        assertThat(bad).isLessThan(good / 4);
        assertThat(again).isGreaterThan(good * 4 / 5);
    }

    @Test
    void aCampaignWithoutMoneyForOneMoreCallPauses() {
        Scene scene = new Scene(bench.db, Map.of(), 20);
        String campaign = scene.closedWith(budget("3.00"));
        List<Claimed> calls = claimAndSend(scene, NOW);
        assertThat(calls).as("one is set aside for each").hasSize(3);
        bench.report(NOW.plusSeconds(60), ends(scene, calls, NOW.plusSeconds(60), "0.15"));
        List<Claimed> more = claimAndSend(scene, NOW.plusSeconds(61));
        assertThat(more).hasSize(2);
        assertThat(scene.progress(campaign).getString("bindingLimit")).isEqualTo("budget");
        bench.report(NOW.plusSeconds(90), ends(scene, more, NOW.plusSeconds(90), "1.00"));
        assertThat(claimAndSend(scene, NOW.plusSeconds(91))).isEmpty();
        assertThat(scene.progress(campaign).getString("state")).isEqualTo("paused");
        assertThat(scene.progress(campaign).getString("stateReason")).contains("budget");
        assertThat(scene.progress(campaign).getString("spend.amount")).isEqualTo("2.4500");
    }

    @Test
    void asMuchIsSetAsideAsTheDearestCallCost() {
        Scene scene = new Scene(bench.db, Map.of(), 20);
        scene.closedWith(budget("10.00"));
        List<Claimed> first = bench.claim(scene, 1, NOW);
        bench.startSending(scene, first, NOW);
        bench.report(NOW.plusSeconds(60), ends(scene, first, NOW.plusSeconds(60), "2.50"));
        assertThat(claimAndSend(scene, NOW.plusSeconds(61)))
                .as("7.50 left, 2.50 for each")
                .hasSize(3);
    }

    @Test
    void aLimitBelowWhatIsUsedStopsAndNothingElse() {
        Scene scene = new Scene(bench.db, Map.of("maxConcurrentCalls", 6), 20);
        scene.closedWith(new JsonObject());
        List<Claimed> calls = claimAndSend(scene, NOW);
        assertThat(calls).hasSize(6);
        scene.sql("update tenant set max_concurrent_calls = 4 where tenant_id = $1");
        assertThat(claimAndSend(scene, NOW.plusSeconds(1))).isEmpty();
        bench.report(NOW.plusSeconds(2), ends(scene, calls.subList(0, 3), NOW.plusSeconds(2), "0"));
        assertThat(claimAndSend(scene, NOW.plusSeconds(3)))
                .as("three are live, four allowed")
                .hasSize(1);
    }

    @Test
    void whatCountsOnOneDayIsNotSentOnTheNext() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        ZonedDateTime day = NOW.atZone(ZoneId.of("Asia/Riyadh"));
        JsonObject always = new JsonObject()
                .put("days", new JsonArray().add(weekday(day)).add(weekday(day.plusDays(1))))
                .put("from", "00:00")
                .put("to", "24:00");
        scene.closedWith(new JsonObject()
                .put("calls", new JsonObject().put("windows", new JsonArray().add(always)))
                .put("compliance", new JsonObject().put("regulation", "none")));
        Instant midnight =
                day.toLocalDate().plusDays(1).atStartOfDay(day.getZone()).toInstant();
        List<Claimed> claimed = bench.claim(scene, midnight.minusMillis(500));
        assertThat(claimed).hasSize(1);
        assertThat(bench.startSending(scene, claimed, midnight)).isEmpty();
        assertThat(bench.startSending(scene, claimed, midnight.minusMillis(1))).hasSize(1);
    }

    private static String weekday(ZonedDateTime day) {
        return day.getDayOfWeek().name().substring(0, 3).toLowerCase(Locale.ROOT);
    }

    @Test
    void campaignsOfOnePriorityShareALine() {
        Scene scene = new Scene(bench.db, Map.of("maxConcurrentCalls", 1), 40);
        String first = scene.closedWith(new JsonObject());
        String second = scene.closedWith(new JsonObject());
        int ofFirst = 0;
        int ofSecond = 0;
        for (int turn = 0; turn < 12; turn++) {
            Instant at = NOW.plusSeconds(10L * turn);
            for (Claimed call : claimAndSend(scene, at)) {
                ofFirst += call.campaign().id().toString().equals(first) ? 1 : 0;
                ofSecond += call.campaign().id().toString().equals(second) ? 1 : 0;
                bench.report(at.plusSeconds(5), ends(scene, List.of(call), at.plusSeconds(5), "0"));
            }
        }
        assertThat(ofFirst).isEqualTo(6);
        assertThat(ofSecond).isEqualTo(6);
    }

    /** Calls that these minutes begin, each ended after five seconds as {@code said}. */
    private int calls(Scene scene, int fromMinute, int minutes, Disposition said) {
        int calls = 0;
        for (int step = 0; step < minutes * 6; step++) {
            Instant at = NOW.plusSeconds(fromMinute * 60L + step * 10L);
            List<Claimed> claimed = claimAndSend(scene, at);
            calls += claimed.size();
            bench.report(
                    at.plusSeconds(5),
                    claimed.stream()
                            .map(call -> Ending.of(scene, call, at.plusSeconds(5))
                                    .saying(said)
                                    .event())
                            .toArray(CallEvent[]::new));
        }
        return calls;
    }

    private List<Claimed> claimAndSend(Scene scene, Instant at) {
        List<Claimed> claimed = bench.claim(scene, at);
        if (!claimed.isEmpty()) {
            bench.startSending(scene, claimed, at);
        }
        return claimed;
    }

    private static CallEvent[] ends(Scene scene, List<Claimed> calls, Instant at, String cost) {
        return calls.stream()
                .map(call -> Ending.of(scene, call, at).costing(cost).event())
                .toArray(CallEvent[]::new);
    }

    private static JsonObject budget(String amount) {
        return new JsonObject()
                .put(
                        "performance",
                        new JsonObject()
                                .put("success", new JsonArray().add("booked"))
                                .put(
                                        "budget",
                                        new JsonObject().put("amount", amount).put("currency", "SAR")));
    }

    private static double pace(Scene scene) {
        return scene.one("select pace from campaign_counter where tenant_id = $1")
                .getDouble("pace");
    }
}
