package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a campaign's stream says of how it stands is what the operations of the same names answer. */
@QuarkusTest
class LiveViewTest {

    private static final Instant NOW = Scene.OPEN;

    @Inject
    Bench bench;

    @Test
    void theStreamTellsProgressCallsGuardsAndTimelineAsTheApiAnswersThem() {
        Scene scene = new Scene(bench.db, Map.of(), 3);
        String campaign = scene.closedWith(new JsonObject()
                .put("quality", new JsonObject().put("minSuccessRate", 0.2).put("minSample", 20)));
        callThree(scene);
        scene.act(campaign, "stop", "{}");

        Map<String, String> told = told(scene.api.manager(), campaign);

        assertThat(told).containsKeys("stream", "progress", "calls", "quality", "timeline");
        for (String name : List.of("progress", "quality", "timeline")) {
            assertThat(new JsonObject(told.get(name)))
                    .as(name)
                    .isEqualTo(new JsonObject(answered(scene, campaign, name)));
        }
        JsonPath timeline = new JsonPath(told.get("timeline"));
        assertThat(timeline.getMap("slots[0].counts")).isEqualTo(timeline.getMap("byHour[0].counts"));
        assertThat(timeline.getString("byZone[0].zone")).isEqualTo("Asia/Riyadh");
        assertThat(timeline.getInt("byHour[0].hour")).isEqualTo(10);
        assertThat(timeline.getInt("slots[0].counts.calls")).isEqualTo(3);
        assertThat(timeline.getInt("slots[0].counts.conversations")).isEqualTo(2);
        assertThat(timeline.getDouble("slots[0].counts.successRate")).isEqualTo(0.5);
        assertThat(new JsonPath(told.get("calls")).getList("newest.id"))
                .isEqualTo(new JsonPath(answered(scene, campaign, "calls")).getList("items.id"));
    }

    @Test
    void whoMayNotSeePersonalDataIsToldMaskedNumbers() {
        Scene scene = new Scene(bench.db, Map.of(), 3);
        String campaign = scene.closed();
        callThree(scene);
        scene.act(campaign, "stop", "{}");
        assertThat(phones(scene.api.manager(), campaign)).hasSize(3).allMatch(phone -> phone.matches("\\+9665\\d{8}"));
        assertThat(phones(scene.api.as("viewer"), campaign))
                .hasSize(3)
                .noneMatch(phone -> phone.matches("\\+9665\\d{8}"));
    }

    private void callThree(Scene scene) {
        List<Claimed> calls = bench.claim(scene, NOW);
        bench.startSending(scene, calls, NOW);
        Instant end = NOW.plusSeconds(60);
        bench.report(
                end,
                Ending.of(scene, calls.get(0), end).saying(Disposition.BOOKED).event(),
                Ending.of(scene, calls.get(1), end).saying(Disposition.DECLINED).event(),
                Ending.of(scene, calls.get(2), end).as(Outcome.NO_ANSWER).event());
    }

    private static List<String> phones(RequestSpecification who, String campaign) {
        return new JsonPath(told(who, campaign).get("calls")).getList("newest.phone");
    }

    private static String answered(Scene scene, String campaign, String name) {
        return scene.api
                .manager()
                .get("/api/v1/campaigns/" + campaign + "/" + name)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    /** The last of each kind of event in the stream of a campaign that is over, which ends by itself. */
    private static Map<String, String> told(RequestSpecification who, String campaign) {
        Map<String, String> last = new HashMap<>();
        List<String> name = new ArrayList<>(List.of(""));
        who.accept("text/event-stream")
                .get("/api/v1/campaigns/" + campaign + "/events")
                .asString()
                .lines()
                .forEach(line -> {
                    if (line.startsWith("event:")) {
                        name.set(0, line.substring(6).strip());
                    } else if (line.startsWith("data:")) {
                        last.merge(name.get(0), line.substring(5), (before, now) -> now);
                    }
                });
        return last;
    }
}
