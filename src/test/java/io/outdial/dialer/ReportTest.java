package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.telephony.CallEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Conversions, those that calls report and those told from outside, and what a report makes of them. */
@QuarkusTest
class ReportTest {

    private static final Instant NOW = Scene.OPEN;

    @Inject
    Bench bench;

    @Test
    void conversionsAreCreditedOnceAndReported() {
        Scene scene = new Scene(bench.db, Map.of(), 3);
        String campaign = scene.closedWith(conversions());
        List<Claimed> calls = bench.claim(scene, NOW);
        bench.startSending(scene, calls, NOW);
        // Ended before the present, so that conversions of now come after the conversations.
        Instant past = Instant.now().minusSeconds(60);
        bench.report(
                NOW.plusSeconds(60),
                Ending.of(scene, calls.get(0), past)
                        .saying(Disposition.BOOKED)
                        .costing("0.50")
                        .event(),
                Ending.of(scene, calls.get(1), past)
                        .saying(Disposition.INTERESTED)
                        .costing("0.30")
                        .event(),
                Ending.of(scene, calls.get(2), past)
                        .saying(Disposition.DECLINED)
                        .costing("0.20")
                        .event());
        assertThat(total(scene, campaign).getInt("conversions")).isEqualTo(1);
        assertThat(total(scene, campaign).getString("value.amount")).isEqualTo("100.0000");

        JsonObject real = new JsonObject()
                .put("callId", calls.get(0).id().toString())
                .put("externalId", "order-1")
                .put("value", new JsonObject().put("amount", "150").put("currency", "SAR"));
        String id = tell(scene, real).statusCode(201).extract().path("id");
        tell(scene, real).statusCode(200).body("id", equalTo(id));
        assertThat(total(scene, campaign).getInt("conversions"))
                .as("the booking, with its real value")
                .isEqualTo(1);
        assertThat(total(scene, campaign).getString("value.amount")).isEqualTo("150.0000");

        tell(scene, new JsonObject().put("phone", calls.get(1).phone()).put("name", "contract_signed"))
                .statusCode(201)
                .body("callId", equalTo(calls.get(1).id().toString()))
                .body("attributedBy", equalTo("phone"))
                .body("value.amount", equalTo("100.0000"));
        JsonPath report = report(scene, campaign);
        assertThat(report.getInt("total.conversions")).isEqualTo(2);
        assertThat(report.getString("total.value.amount")).isEqualTo("250.0000");
        assertThat(report.getString("total.cost.amount")).isEqualTo("1.0000");
        assertThat(report.getString("total.costPerConversion.amount")).isEqualTo("0.5000");
        assertThat(report.getInt("total.successes")).isEqualTo(1);
        assertThat(report.getDouble("roi.actual")).isEqualTo(249);
        assertThat(report.getBoolean("roi.met")).isTrue();
        assertThat(report.getInt("outcomes.answered_human")).isEqualTo(3);
        for (String kind : List.of("byHour", "byCity", "byScriptVersion")) {
            assertThat(report.getList(kind + ".calls", Integer.class).stream()
                            .mapToInt(n -> n)
                            .sum())
                    .as(kind)
                    .isEqualTo(3);
        }
        assertThat(report.getString("byHour[0].key")).isEqualTo("10");
        assertThat(report.getMap("byWeekdayHour[0]"))
                .hasFieldOrPropertyWithValue("weekday", weekday(NOW))
                .hasFieldOrPropertyWithValue("hour", 10)
                .hasFieldOrPropertyWithValue("calls", 3)
                .hasFieldOrPropertyWithValue("successes", 1);
        assertThat(report.getInt("byWeekdayHour.size()")).isEqualTo(1);
        assertThat(scene.one(
                                "select conversions, conversion_value::text as value from campaign_counter where tenant_id = $1")
                        .getString("value"))
                .isEqualTo("250.0000");
    }

    /** A voice agent books while it speaks; the system of bookings tells so later. */
    @Test
    void whatHappensInAConversationIsCreditedToIt() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        scene.closedWith(conversions());
        List<Claimed> calls = bench.claim(scene, NOW);
        bench.startSending(scene, calls, NOW);
        Instant ended = Instant.now().minusSeconds(60);
        Instant answered = ended.minusSeconds(120);
        bench.report(answered, new CallEvent.Answered(scene.tenant, calls.get(0).id(), answered));
        bench.report(NOW, Ending.of(scene, calls.get(0), ended).event());
        JsonObject booked = new JsonObject().put("phone", calls.get(0).phone());
        tell(scene, booked.copy().put("occurredAt", answered.minusSeconds(1).toString()))
                .statusCode(404);
        tell(scene, booked.copy().put("occurredAt", ended.minusSeconds(30).toString()))
                .statusCode(201)
                .body("callId", equalTo(calls.get(0).id().toString()));
    }

    @Test
    void whatCannotBeCreditedIsNotThere() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        String campaign = scene.closedWith(conversions());
        List<Claimed> calls = bench.claim(scene, NOW);
        bench.startSending(scene, calls, NOW);
        Instant past = Instant.now().minus(Duration.ofDays(8));
        bench.report(NOW, Ending.of(scene, calls.get(0), past).event());
        tell(scene, new JsonObject().put("phone", "+966599999999")).statusCode(404);
        tell(scene, new JsonObject().put("callId", "01900000-0000-7000-8000-000000000001"))
                .statusCode(404);
        tell(scene, new JsonObject().put("phone", calls.get(0).phone())).statusCode(404);
        tell(
                        scene,
                        new JsonObject()
                                .put("phone", calls.get(0).phone())
                                .put("occurredAt", past.plus(Duration.ofDays(6)).toString()))
                .statusCode(201);
        tell(scene, new JsonObject()).statusCode(400).body("errors[0].code", equalTo("required"));
        tell(
                        scene,
                        new JsonObject()
                                .put("phone", calls.get(0).phone())
                                .put(
                                        "value",
                                        new JsonObject().put("amount", "1").put("currency", "USD")))
                .statusCode(400)
                .body("errors[0].code", equalTo("other_currency"));
        assertThat(report(scene, campaign).getInt("total.conversions")).isEqualTo(1);
    }

    /** Every step is a part of the one before, whatever ways people took. */
    @Test
    void theFunnelCountsPeopleByHowFarTheyCame() {
        Scene scene = new Scene(bench.db, Map.of(), 6);
        scene.sql("insert into do_not_call (tenant_id, phone, list, source, created_by, created_at)"
                + " select $1, c.phone, 'opt_out', 'test', 't', c.created_at from customer c where c.tenant_id = $1"
                + " order by c.phone limit 1");
        String campaign = scene.closedWith(conversions());
        List<Claimed> calls = bench.claim(scene, NOW);
        assertThat(calls).hasSize(5);
        // The fifth stays with us.
        bench.startSending(scene, calls.subList(0, 4), NOW);
        Instant end = NOW.plusSeconds(60);
        bench.report(
                end,
                Ending.of(scene, calls.get(0), end).saying(Disposition.BOOKED).event(),
                Ending.of(scene, calls.get(1), end)
                        .saying(Disposition.OPTED_OUT)
                        .event(),
                Ending.of(scene, calls.get(2), end).as(Outcome.ANSWERED_MACHINE).event(),
                Ending.of(scene, calls.get(3), end).as(Outcome.NO_ANSWER).event());
        JsonPath report = report(scene, campaign);
        assertThat(report.getMap("funnel", String.class, Integer.class))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("matched", 6, "reachable", 5, "dialled", 4, "answered", 3, "talked", 2, "succeeded", 1));
    }

    /** The provider had no room for one, and nobody knows whether there was another. */
    @Test
    void aRequestThatWasNoCallCountsNowhereAndWhatMayBeOwedIsReportedAsItIsSpent() {
        Scene scene = new Scene(bench.db, Map.of(), 3);
        String campaign = scene.closedWith(conversions());
        List<Claimed> calls = bench.claim(scene, NOW);
        bench.startSending(scene, calls, NOW);
        Instant end = NOW.plusSeconds(60);
        bench.report(
                end,
                Ending.of(scene, calls.get(0), end)
                        .saying(Disposition.BOOKED)
                        .costing("0.25")
                        .event(),
                Ending.of(scene, calls.get(1), end).as(Outcome.CONGESTION).event(),
                Ending.of(scene, calls.get(2), end).as(Outcome.UNKNOWN).event());

        JsonPath report = report(scene, campaign);
        assertThat(report.getInt("total.calls")).isEqualTo(2);
        assertThat(report.getList("byWeekdayHour.calls", Integer.class)).containsExactly(2);
        assertThat(report.getList("byCity.calls", Integer.class)).containsExactly(2);
        assertThat(report.getMap("funnel", String.class, Integer.class)).containsEntry("dialled", 2);
        assertThat(timelineCalls(scene, campaign)).containsExactly(2);
        assertThat(report.getString("total.cost.amount"))
                .as("a riyal was reserved for the call that nobody knows of")
                .isEqualTo("1.2500");
        assertThat(new BigDecimal(scene.progress(campaign).getString("spend.amount")))
                .isEqualByComparingTo(report.getString("total.cost.amount"));
    }

    private static List<Integer> timelineCalls(Scene scene, String campaign) {
        return scene.api
                .manager()
                .get("/api/v1/campaigns/" + campaign + "/timeline")
                .jsonPath()
                .getList("byHour.counts.calls", Integer.class);
    }

    private static int weekday(Instant at) {
        return at.atZone(ZoneId.of("Asia/Riyadh")).getDayOfWeek().getValue();
    }

    private static JsonObject conversions() {
        return new JsonObject()
                .put(
                        "performance",
                        new JsonObject()
                                .put("success", new JsonArray().add("booked"))
                                .put("conversion", new JsonArray().add("booked"))
                                .put(
                                        "conversionValue",
                                        new JsonObject().put("amount", "100").put("currency", "SAR"))
                                .put("attributionWindow", "P7D")
                                .put("roiTarget", 3.0));
    }

    private static JsonPath total(Scene scene, String campaign) {
        JsonPath report = report(scene, campaign);
        report.setRootPath("total");
        return report;
    }

    private static JsonPath report(Scene scene, String campaign) {
        return scene.api
                .manager()
                .get("/api/v1/campaigns/" + campaign + "/report")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static ValidatableResponse tell(Scene scene, JsonObject conversion) {
        return scene.api
                .manager()
                .body(conversion.encode())
                .post("/api/v1/conversions")
                .then();
    }
}
