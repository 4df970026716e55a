package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.CallQuality;
import io.outdial.telephony.Placed;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guards at work: what they see is stored, what they are sure of pauses, and a resume starts them anew. */
@QuarkusTest
class GuardsTest {

    private static final Instant NOW = Scene.OPEN;

    @Inject
    Bench bench;

    @Test
    void aGuardThatIsSurePausesAndSaysWhyAndAResumeStartsItAnew() {
        Scene scene = new Scene(bench.db, Map.of(), 24);
        String campaign = scene.closedWith(quality("minSuccessRate", 0.2));
        List<Claimed> calls = live(scene, 24);
        bench.report(NOW.plusSeconds(60), ends(scene, calls.subList(0, 20), 1));

        JsonPath progress = scene.progress(campaign);
        assertThat(progress.getString("state")).isEqualTo("paused");
        assertThat(progress.getString("stateReason")).contains("success_rate is 0.050 in the last 20");
        Row event =
                scene.one("select actor, detail from campaign_event where tenant_id = $1 and type = 'guard_tripped'");
        assertThat(event.getString("actor")).isEqualTo("guard");
        JsonObject figures = event.getJsonObject("detail");
        assertThat(figures.getString("guard")).isEqualTo("success_rate");
        assertThat(progress.getString("stateCause.code")).isEqualTo("quality_guard");
        assertThat(progress.getDouble("stateCause.figures.bound")).isBetween(0.1960, 0.1961);
        assertThat(figures.getInteger("sample")).isEqualTo(20);
        assertThat(figures.getDouble("bound")).isBetween(0.1960, 0.1961);
        assertThat(seen(scene, campaign).getBoolean("guards[0].beyond")).isTrue();
        assertThat(bench.claim(scene, NOW.plusSeconds(61))).isEmpty();

        scene.act(campaign, "resume", "{}");
        assertThat(seen(scene, campaign).getInt("guards[0].sample")).isZero();
        bench.report(NOW.plusSeconds(90), ends(scene, calls.subList(20, 24), 0));
        assertThat(scene.progress(campaign).getString("state")).isEqualTo("active");
    }

    @Test
    void aGuardThatIsNotSureLetsTheCampaignGoOn() {
        Scene scene = new Scene(bench.db, Map.of(), 20);
        String campaign = scene.closedWith(quality("minSuccessRate", 0.2));
        bench.report(NOW.plusSeconds(60), ends(scene, live(scene, 20), 2));
        assertThat(scene.progress(campaign).getString("state")).isEqualTo("active");
        JsonPath seen = seen(scene, campaign);
        assertThat(seen.getDouble("guards[0].bound")).isBetween(0.2616, 0.2617);
        assertThat(seen.getDouble("guards[0].closeness"))
                .as("odds of 0.2 among those of 0.262")
                .isBetween(0.705, 0.706);
    }

    @ParameterizedTest
    @CsvSource({
        "maxFailureRate, 0.3, BLOCKED, failure_rate",
        "minAnswerRate, 0.3, NO_ANSWER, answer_rate",
        "maxAbandonRate, 0.3, ABANDONED, abandon_rate",
        "minQualityScore, 0.8, ANSWERED_HUMAN, quality_score",
        "minSatisfaction, 3.5, ANSWERED_HUMAN, satisfaction"
    })
    void everyGuardPausesByItsOwnMeasure(String setting, double threshold, Outcome outcome, String guard) {
        Scene scene = new Scene(bench.db, Map.of(), 20);
        String campaign = scene.closedWith(quality(setting, threshold));
        bench.report(
                NOW.plusSeconds(60),
                live(scene, 20).stream()
                        .map(call -> Ending.of(scene, call, NOW.plusSeconds(60))
                                .as(outcome)
                                .sounding(new CallQuality(2.0, null, null, null))
                                .rated(1)
                                .event())
                        .toArray(CallEvent[]::new));
        JsonPath progress = scene.progress(campaign);
        assertThat(progress.getString("state")).isEqualTo("paused");
        assertThat(progress.getString("stateReason")).startsWith(guard + " is ");
    }

    @Test
    void whatWasNeverTriedIsNoFailure() {
        Scene scene = new Scene(bench.db, Map.of(), 20);
        String campaign = scene.closedWith(quality("maxFailureRate", 0.2));
        refuse(scene, Placed.Refused.unasked("circuit open"));
        assertThat(scene.progress(campaign).getString("state")).isEqualTo("active");
        assertThat(seen(scene, campaign).getInt("guards[0].sample")).isZero();
    }

    @Test
    void whatAProviderRefusesIsAFailureWhateverItsWords() {
        Scene scene = new Scene(bench.db, Map.of(), 20);
        String campaign = scene.closedWith(quality("maxFailureRate", 0.2));
        refuse(scene, new Placed.Refused(Outcome.CONGESTION, "circuit open"));
        assertThat(scene.progress(campaign).getString("state")).isEqualTo("paused");
    }

    private void refuse(Scene scene, Placed.Refused refused) {
        Instant at = NOW.plusSeconds(60);
        bench.report(
                at,
                live(scene, 20).stream()
                        .map(call -> CallEvent.Ended.refused(scene.tenant, call.id(), refused, at))
                        .toArray(CallEvent[]::new));
    }

    private List<Claimed> live(Scene scene, int count) {
        List<Claimed> calls = bench.claim(scene, NOW);
        assertThat(calls).hasSize(count);
        bench.startSending(scene, calls, NOW);
        return calls;
    }

    private static CallEvent[] ends(Scene scene, List<Claimed> calls, int booked) {
        CallEvent[] ends = new CallEvent[calls.size()];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = Ending.of(scene, calls.get(i), NOW.plusSeconds(60))
                    .saying(i < booked ? Disposition.BOOKED : Disposition.DECLINED)
                    .event();
        }
        return ends;
    }

    private static JsonObject quality(String guard, double threshold) {
        return new JsonObject()
                .put("quality", new JsonObject().put(guard, threshold).put("minSample", 20));
    }

    private static JsonPath seen(Scene scene, String campaign) {
        return scene.api
                .manager()
                .get("/api/v1/campaigns/" + campaign + "/quality")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
