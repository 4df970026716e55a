package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.outdial.compliance.rules.ConsentStandard;
import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.support.Api;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.Heard;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules that change with time, at the claim and at the last moment, and what is said of them afterwards. */
@QuarkusTest
class DialComplianceTest {

    /** Ten in the morning in Riyadh. */
    private static final Instant NOW = Scene.OPEN.truncatedTo(ChronoUnit.HOURS);

    /** The campaign's window ends then, a second later it is over. */
    private static final Instant LAST_SECOND = NOW.plus(Duration.ofHours(11)).minusSeconds(1);

    @Inject
    Bench bench;

    @Test
    void aRequestDoesNotLeaveAfterTheWindow() {
        Scene scene = scene(1);
        String campaign = scene.closed();
        List<Claimed> claimed = bench.claim(scene, LAST_SECOND);
        assertThat(claimed).hasSize(1);
        assertThat(bench.startSending(scene, claimed, LAST_SECOND.plusSeconds(1)))
                .isEmpty();
        assertThat(bench.startSending(scene, claimed, LAST_SECOND.plusMillis(999)))
                .hasSize(1);
        assertThat(scene.progress(campaign).getInt("inFlight")).isEqualTo(1);
    }

    @Test
    void nobodyIsClaimedAfterTheWindow() {
        Scene scene = scene(1);
        scene.closed();
        assertThat(bench.claim(scene, LAST_SECOND.plusSeconds(1))).isEmpty();
        assertThat(scene.count("ready")).isEqualTo(1);
    }

    /** Though the campaign's clock has not run, and though the request was decided before. */
    @Test
    void nobodyIsCalledAfterTheEndOfTheCampaign() {
        Scene scene = scene(2);
        String campaign = scene.closed();
        Instant end = NOW.plus(Duration.ofHours(2));
        scene.api
                .manager()
                .header("If-Match", "*")
                .body("{\"endAt\": \"" + end + "\", \"duration\": null}")
                .patch("/api/v1/campaigns/" + campaign)
                .then()
                .statusCode(200);
        List<Claimed> last = bench.claims
                .claim(scene.tenant, 1, () -> end.minusSeconds(1))
                .await()
                .atMost(Scene.PATIENCE)
                .claimed();
        assertThat(last).hasSize(1);
        assertThat(bench.startSending(scene, last, end)).isEmpty();
        assertThat(bench.startSending(scene, last, end.minusMillis(1))).hasSize(1);
        assertThat(bench.claim(scene, end)).isEmpty();
        assertThat(scene.count("ready")).isEqualTo(1);
    }

    @Test
    void theTenantsHoursCloseTheCampaigns() {
        Scene scene = scene(1);
        scene.closed();
        rules(scene, "{\"windows\": [{\"from\": \"11:00\", \"to\": \"12:00\"}]}");
        assertThat(bench.claim(scene, NOW)).isEmpty();
        assertThat(bench.claim(scene, NOW.plus(Duration.ofHours(1)).minusSeconds(1)))
                .isEmpty();
        assertThat(bench.claim(scene, NOW.plus(Duration.ofHours(1)))).hasSize(1);
    }

    @Test
    void aCustomersPreferencePutsTheCallOff() {
        Scene scene = scene(2);
        scene.sql("update customer set preferred_times = '17:00-18:00' where tenant_id = $1 and external_id = '1'");
        String campaign = scene.closed();
        assertThat(bench.claim(scene, NOW)).hasSize(1);
        Map<String, Object> target = target(scene, campaign, "deferred");
        assertThat(target).containsEntry("reason", "customer_window");
        assertThat(Instant.parse((String) target.get("dueAt"))).isEqualTo(NOW.plus(Duration.ofHours(7)));
        assertThat(scene.progress(campaign).getMap("deferralsByReason")).isEqualTo(Map.of("customer_window", 1));
        assertThat(bench.claim(scene, NOW.plus(Duration.ofHours(7)).minusSeconds(1)))
                .isEmpty();
        assertThat(bench.claim(scene, NOW.plus(Duration.ofHours(7)))).hasSize(1);
    }

    /** The cap is switched on when the first call is over: the history is there. */
    @Test
    void aCapCountsTheCallsOfAllCampaigns() {
        Scene scene = scene(1);
        scene.closed();
        called(scene, NOW, Outcome.ANSWERED_HUMAN, Disposition.DECLINED);
        String second = scene.closed();
        rules(scene, "{\"frequency\": {\"spacing\": \"PT1H\"}}");
        assertThat(bench.claim(scene, NOW.plusSeconds(60))).isEmpty();
        Map<String, Object> target = target(scene, second, "deferred");
        assertThat(target).containsEntry("reason", "call_spacing");
        assertThat(Instant.parse((String) target.get("dueAt"))).isEqualTo(NOW.plus(Duration.ofHours(1)));
        assertThat(bench.claim(scene, NOW.plus(Duration.ofHours(1)))).hasSize(1);
    }

    @Test
    void aCapOfTheDayHoldsAllDay() {
        Scene scene = scene(1);
        scene.closed();
        rules(scene, "{\"frequency\": {\"per24Hours\": 2}}");
        called(scene, NOW, Outcome.BUSY, Disposition.NONE);
        Instant again = NOW.plus(Duration.ofMinutes(16));
        called(scene, again, Outcome.BUSY, Disposition.NONE);
        assertThat(bench.claim(scene, NOW.plus(Duration.ofHours(4)))).isEmpty();
        assertThat(bench.claim(scene, LAST_SECOND)).isEmpty();
    }

    /** A rule that was a mistake does not go on in those whom it put off, a day at most. */
    @Test
    void whoARulePutOffIsLookedAtByTheRulesOfTheNextDay() {
        Scene scene = scene(1);
        ZonedDateTime day = NOW.atZone(ZoneId.of("Asia/Riyadh"));
        JsonObject window = new JsonObject()
                .put("days", new JsonArray().add(weekday(day)).add(weekday(day.plusDays(1))))
                .put("from", "09:00")
                .put("to", "21:00");
        scene.closedWith(new JsonObject().put("calls", new JsonObject().put("windows", new JsonArray().add(window))));
        rules(scene, "{\"frequency\": {\"per30Days\": 1}}");
        called(scene, NOW, Outcome.BUSY, Disposition.NONE);
        Instant putOff = NOW.plus(Duration.ofHours(1));
        assertThat(bench.claim(scene, putOff)).isEmpty();
        rules(scene, "{}");
        assertThat(bench.claim(scene, putOff.plus(Duration.ofDays(1)))).hasSize(1);
    }

    private static String weekday(ZonedDateTime day) {
        return day.getDayOfWeek().name().substring(0, 3).toLowerCase(Locale.ROOT);
    }

    @Test
    void whatTheProviderHadNoRoomForIsNoCall() {
        Scene scene = scene(1);
        scene.closed();
        rules(scene, "{\"frequency\": {\"per24Hours\": 1}}");
        called(scene, NOW, Outcome.CONGESTION, Disposition.NONE);
        assertThat(bench.claim(scene, NOW.plusSeconds(60))).hasSize(1);
    }

    /** Its telephone rang: a switch that gave up afterwards disturbed the person as much as anybody else who did not get through. */
    @Test
    void aTelephoneThatRangWasCalledWhateverBecameOfTheCall() {
        for (Outcome outcome : List.of(Outcome.CONGESTION, Outcome.CONFIG_ERROR)) {
            Scene scene = scene(1);
            scene.closed();
            rules(scene, "{\"frequency\": {\"per24Hours\": 1}}");
            List<Claimed> claimed = bench.claim(scene, NOW);
            bench.startSending(scene, claimed, NOW);
            AttemptId attempt = claimed.get(0).id();
            bench.report(NOW, new CallEvent.Ringing(scene.tenant, attempt, NOW));
            bench.report(NOW, Bench.end(scene.tenant, attempt, outcome, Disposition.NONE, NOW));
            assertThat(bench.claim(scene, LAST_SECOND)).as(outcome.code()).isEmpty();
        }
    }

    @Test
    void aStaleRegistryBlocksAndSaysSo() {
        Scene scene = scene(2);
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        consent(scene);
        importRegistry(scene, "", today.minusDays(30));
        String campaign = scene.closed(new JsonObject().put("regulation", "us-tcpa"));
        assertThat(bench.claim(scene, NOW)).isEmpty();
        JsonPath progress = scene.progress(campaign);
        assertThat(progress.getString("bindingLimit")).isEqualTo("registry_stale");
        assertThat(progress.getMap("targets.byState")).containsEntry("pending", 2);
        String listed = scene.one("select phone from customer where tenant_id = $1 and external_id = '1'")
                .getString("phone");
        importRegistry(scene, listed, today);
        assertThat(bench.claim(scene, NOW))
                .extracting(Claimed::phone)
                .doesNotContain(listed)
                .hasSize(1);
        assertThat(target(scene, campaign, "suppressed")).containsEntry("reason", "do_not_call");
        assertThat(scene.progress(campaign).getString("bindingLimit")).isNotEqualTo("registry_stale");
    }

    @Test
    void aRegistryHoldsAtTheLastMomentToo() {
        Scene scene = scene(1);
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        consent(scene);
        importRegistry(scene, "", today);
        scene.closed(new JsonObject().put("regulation", "us-tcpa"));
        List<Claimed> claimed = bench.claim(scene, NOW);
        importRegistry(scene, claimed.get(0).phone(), today);
        assertThat(bench.startSending(scene, claimed, NOW)).isEmpty();
    }

    @Test
    void aPackTakenAwayStopsTheCalls() {
        Scene scene = scene(1);
        String campaign = scene.closed(new JsonObject().put("regulation", "none"));
        Api.platform()
                .header("If-Match", "*")
                .body(Map.of("allowed", List.of("sa")))
                .put("/api/v1/tenants/" + scene.api.tenantId + "/regulations")
                .then()
                .statusCode(200);
        assertThat(bench.claim(scene, NOW)).isEmpty();
        assertThat(scene.progress(campaign).getString("bindingLimit")).isEqualTo("regulation_not_allowed");
    }

    @Test
    void aConsentIsForItsPurposeAndHoldsUntilItIsRevoked() {
        Scene scene = scene(3);
        consent(scene, "1", Map.of("basis", "express", "source", "form", "purposes", List.of("bookings")));
        consent(scene, "2", Map.of("basis", "express", "source", "form", "purposes", List.of("renewals")));
        String campaign = scene.closed(new JsonObject().put("requireConsent", true));
        assertThat(scene.progress(campaign).getMap("suppressedByReason")).isEqualTo(Map.of("no_consent", 2));
        List<Claimed> claimed = bench.claim(scene, NOW);
        assertThat(claimed).hasSize(1);
        scene.api
                .manager()
                .delete("/api/v1/customers/" + customer(scene, "1") + "/consents")
                .then()
                .statusCode(200);
        assertThat(bench.startSending(scene, claimed, NOW)).isEmpty();
    }

    /** Who is passed over at once, who at the claim, and who at the last look: the basis is asked for each time. */
    @Test
    void aConsentOfAWeakerBasisThanThePackAsksForIsNone() {
        Scene scene = scene(5);
        consent(scene, "1", Map.of("basis", "express", "source", "form"));
        consent(scene, "2", Map.of("basis", "express_written", "source", "form"));
        consent(scene, "3", Map.of("basis", "legitimate_interest", "source", "letter"));
        consent(scene, "4", Map.of("basis", "express", "source", "form"));
        scene.sql("update customer set consent_at = created_at where tenant_id = $1 and external_id = '5'");
        String campaign = scene.closed(new JsonObject().put("regulation", "sa"));
        assertThat(scene.progress(campaign).getMap("suppressedByReason")).isEqualTo(Map.of("no_consent", 1));

        weaken(scene, "4", "implied");
        List<Claimed> claimed = bench.claim(scene, NOW);
        assertThat(scene.progress(campaign).getMap("suppressedByReason")).isEqualTo(Map.of("no_consent", 2));
        assertThat(claimed).hasSize(3);

        weaken(scene, "1", "contract");
        assertThat(bench.startSending(scene, claimed, NOW)).hasSize(2);
    }

    /** What the service says of a consent's basis is what its statements ask. */
    @Test
    void theDatabaseAcceptsTheBasesThatTheServiceDoes() {
        Scene scene = scene(1);
        for (ConsentStandard standard : ConsentStandard.values()) {
            for (String basis : List.of("express_written", "express", "implied", "contract", "legitimate_interest")) {
                assertThat(scene.one(
                                        "select consent_suffices($2, $3) as counts from tenant where tenant_id = $1",
                                        basis,
                                        standard.code())
                                .getBoolean("counts"))
                        .as("%s for %s", basis, standard)
                        .isEqualTo(standard.accepts(basis));
            }
        }
    }

    @Test
    void anImportedConsentIsNoWrittenOne() {
        Scene scene = scene(4);
        scene.sql("update customer set consent_at = created_at where tenant_id = $1");
        for (String written : List.of("2", "3", "4")) {
            consent(scene, written, Map.of("basis", "express_written", "source", "form"));
        }
        importRegistry(scene, "", LocalDate.now(ZoneOffset.UTC));
        String campaign = scene.closed(new JsonObject().put("regulation", "us-tcpa"));
        assertThat(scene.progress(campaign).getMap("suppressedByReason")).isEqualTo(Map.of("no_consent", 1));
        weaken(scene, "2", "express");
        List<Claimed> claimed = bench.claim(scene, NOW);
        assertThat(claimed).hasSize(2);
        weaken(scene, "3", "express");
        assertThat(bench.startSending(scene, claimed, NOW)).hasSize(1);
    }

    @Test
    void aConsentThatEndsBeforeTheRequestLeavesDoesNotCount() {
        Scene scene = scene(1);
        Instant ends = NOW.plusSeconds(5);
        consent(scene, "1", Map.of("basis", "express", "source", "form", "expiresAt", ends.toString()));
        scene.closed(new JsonObject().put("requireConsent", true));
        List<Claimed> claimed = bench.claim(scene, NOW);
        assertThat(claimed).hasSize(1);
        assertThat(bench.startSending(scene, claimed, ends)).isEmpty();
        assertThat(bench.startSending(scene, claimed, ends.minusMillis(1))).hasSize(1);
    }

    @Test
    void theNextCallIsExplained() {
        Scene scene = scene(1);
        String campaign = scene.closed();
        String path = "/api/v1/customers/" + customer(scene, "1") + "/next-call?campaign=" + campaign;
        JsonPath open =
                scene.api.manager().get(path).then().statusCode(200).extract().jsonPath();
        assertThat(Instant.parse(open.getString("at"))).isEqualTo(NOW.minus(Duration.ofHours(1)));
        assertThat(open.getList("steps.reason")).containsExactly("calling_window");
        assertThat(open.getList("steps.rule")).containsExactly("campaign");
        assertThat(open.getString("steps[0].after")).isEqualTo(open.getString("at"));

        rules(
                scene,
                "{\"windows\": [{\"from\": \"12:00\", \"to\": \"20:00\"}], \"doNotDisturb\": [{\"from\": \"12:00\", \"to\": \"13:00\"}]}");
        JsonPath later = scene.api.manager().get(path).then().extract().jsonPath();
        assertThat(Instant.parse(later.getString("at"))).isEqualTo(NOW.plus(Duration.ofHours(3)));

        scene.act(campaign, "pause", "{}");
        scene.api.manager().get(path).then().body("at", equalTo(null)).body("reason", equalTo("campaign_paused"));
        scene.act(campaign, "stop", "{}");
        scene.api.manager().get(path).then().body("reason", equalTo("campaign_stopped"));
    }

    /** Whatever the agent made of the call: no campaign of the tenant calls the number any more. */
    @Test
    void aKeyOrAPhraseOptsOutInEveryCampaign() {
        Scene scene = scene(3);
        JsonObject ways = new JsonObject().put("dtmf", "9").put("phrases", new JsonArray().add("stop calling"));
        String campaign = scene.closed(new JsonObject().put("optOut", ways));
        String other = scene.closed();
        List<Claimed> claimed = bench.claim(scene, NOW).stream()
                .filter(each -> each.campaign().id().toString().equals(campaign))
                .toList();
        assertThat(claimed).hasSizeGreaterThan(1);
        bench.startSending(scene, claimed, NOW);
        bench.report(
                NOW, heard(scene, claimed.get(0), "19", null), heard(scene, claimed.get(1), null, "Oh, STOP calling!"));
        assertThat(scene.progress(campaign).getMap("attempts.byDisposition")).isEqualTo(Map.of("opted_out", 2));
        JsonPath entries =
                scene.api.manager().get("/api/v1/opt-outs").then().extract().jsonPath();
        assertThat(entries.getList("items.source")).containsExactlyInAnyOrder("dtmf", "phrase");
        assertThat(entries.getList("items.reason")).containsExactlyInAnyOrder("pressed 9", "said: stop calling");
        bench.claim(scene, NOW.plusSeconds(60));
        assertThat(scene.progress(other).getMap("suppressedByReason")).isEqualTo(Map.of("opt_out", 2));
    }

    @Test
    void whoCallsBackOptsOutWhereThatIsOffered() {
        Scene scene = scene(1);
        String phone =
                scene.one("select phone from customer where tenant_id = $1").getString("phone");
        Map<String, String> call = Map.of("from", phone, "to", "+966112345678");
        callBack(scene, call, false);
        scene.campaign(
                new JsonObject()
                        .put(
                                "windows",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("from", "00:00")
                                                .put("to", "00:01")))
                        .put("callerIds", new JsonArray().add("+966112345678")),
                new JsonObject()
                        .put("compliance", new JsonObject().put("optOut", new JsonObject().put("callback", true))));
        callBack(scene, Map.of("from", phone, "to", "+966112345679"), false);
        callBack(scene, call, true);
        scene.api.manager().get("/api/v1/do-not-call/" + phone).then().body("entries[0].source", equalTo("callback"));
    }

    private static void callBack(Scene scene, Map<String, String> call, boolean optedOut) {
        scene.api
                .manager()
                .body(call)
                .post("/api/v1/opt-outs/callbacks")
                .then()
                .statusCode(200)
                .body("optedOut", equalTo(optedOut));
    }

    private static CallEvent.Ended heard(Scene scene, Claimed claimed, String keys, String words) {
        CallEvent.Ended end = Bench.end(scene.tenant, claimed.id(), Outcome.ANSWERED_HUMAN, Disposition.DECLINED, NOW);
        return new CallEvent.Ended(
                end.tenant(),
                end.attempt(),
                end.at(),
                end.outcome(),
                end.disposition(),
                end.reason(),
                end.talkSeconds(),
                end.cost(),
                end.quality(),
                end.satisfaction(),
                end.callbackAt(),
                end.recordingUrl(),
                new Heard(keys, words));
    }

    private Scene scene(int customers) {
        return new Scene(bench.db, Map.of(), customers);
    }

    /** Claims the one target, makes the call and ends it. */
    private void called(Scene scene, Instant at, Outcome outcome, Disposition disposition) {
        List<Claimed> claimed = bench.claim(scene, at);
        assertThat(claimed).hasSize(1);
        bench.startSending(scene, claimed, at);
        bench.report(at, Bench.end(scene.tenant, claimed.get(0).id(), outcome, disposition, at));
    }

    private static void rules(Scene scene, String rules) {
        scene.api
                .manager()
                .header("If-Match", "*")
                .body(rules)
                .put("/api/v1/tenant/calling-rules")
                .then()
                .statusCode(200);
    }

    private static void consent(Scene scene) {
        scene.sql(
                "insert into consent (tenant_id, consent_id, customer_id, basis, source, given_at, recorded_by, recorded_at)"
                        + " select tenant_id, gen_random_uuid(), customer_id, 'express_written', 'test', '2026-01-01', 'test', '2026-01-01'"
                        + " from customer where tenant_id = $1");
    }

    private static void consent(Scene scene, String externalId, Map<String, Object> consent) {
        scene.api
                .manager()
                .body(consent)
                .post("/api/v1/customers/" + customer(scene, externalId) + "/consents")
                .then()
                .statusCode(201);
    }

    private static void weaken(Scene scene, String externalId, String basis) {
        scene.sql(
                "update consent set basis = $2 where tenant_id = $1 and customer_id = (select c.customer_id from customer c"
                        + " where c.tenant_id = $1 and c.external_id = $3)",
                basis,
                externalId);
    }

    private static String customer(Scene scene, String externalId) {
        return scene.one("select customer_id from customer where tenant_id = $1 and external_id = $2", externalId)
                .getUUID("customer_id")
                .toString();
    }

    private static void importRegistry(Scene scene, String lines, LocalDate day) {
        scene.api
                .manager()
                .contentType(ContentType.TEXT)
                .body(lines + "\n")
                .post("/api/v1/do-not-call/import?list=us-national&date=" + day)
                .then()
                .statusCode(200);
    }

    private static Map<String, Object> target(Scene scene, String campaign, String state) {
        List<Map<String, Object>> items = scene.api
                .manager()
                .get("/api/v1/campaigns/" + campaign + "/targets?state=" + state)
                .then()
                .statusCode(200)
                .extract()
                .path("items");
        assertThat(items).hasSize(1);
        return items.get(0);
    }
}
