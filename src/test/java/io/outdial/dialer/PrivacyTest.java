package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.telephony.CallRequest;
import io.outdial.telephony.LookUp;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a campaign says about privacy and about what happens when its script cannot go on, and what comes of it. */
@QuarkusTest
class PrivacyTest {

    private static final Instant NOW = Scene.OPEN;

    @Inject
    Bench bench;

    @Inject
    Retention retention;

    @Test
    void aRequestSaysWhetherToRecordWhatToTellAMachineAndWhereToTransfer() {
        CallRequest said = requestOf(
                privacy("record", true),
                new JsonObject().put("voicemailMessage", "Please call us back.").put("transferTo", "+966112345678"));
        assertThat(said.record()).isTrue();
        assertThat(said.voicemailMessage()).isEqualTo("Please call us back.");
        assertThat(said.transferTo()).isEqualTo("+966112345678");
        CallRequest silent = requestOf(new JsonObject(), new JsonObject());
        assertThat(silent.record()).isFalse();
        assertThat(silent.voicemailMessage()).isNull();
        assertThat(silent.transferTo()).isNull();
    }

    @Test
    void anotherAgentSpeaksWhenTheCampaignsIsRetired() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        String other = scene.create("/voice-agents", "{\"name\":\"Omar\",\"language\":\"ar\",\"voice\":\"omar\"}");
        JsonObject fallback = new JsonObject().put("voiceAgentId", other);
        scene.closedWith(new JsonObject().put("content", new JsonObject().put("fallback", fallback)));
        assertThat(bench.claim(scene, NOW.minus(Duration.ofDays(1)))).isEmpty();
        scene.sql("update voice_agent set status = 'retired' where tenant_id = $1 and voice = 'noura'");
        Network network = new Network(new LookUp.Unsure(), false);
        bench.send(scene, bench.claim(scene, NOW), network, NOW);
        assertThat(network.requests).extracting(CallRequest::voice).containsExactly("omar");
        assertThat(network.requests)
                .extracting(request -> request.voiceAgentId().toString())
                .containsExactly(other);
    }

    @Test
    void maskedNumbersAreMaskedForEverybody() {
        for (boolean mask : List.of(true, false)) {
            Scene scene = new Scene(bench.db, Map.of(), 1);
            String campaign = scene.closed(privacy("maskPhone", mask).getJsonObject("compliance"));
            String phone = bench.claim(scene, NOW).get(0).phone();
            UUID customer = scene.sql("select customer_id from call where tenant_id = $1")
                    .get(0)
                    .getUUID("customer_id");
            for (String path : List.of(
                    "/campaigns/" + campaign + "/calls",
                    "/campaigns/" + campaign + "/targets",
                    "/customers/" + customer + "/calls")) {
                String shown = scene.api
                        .manager()
                        .get("/api/v1" + path)
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("items[0].phone");
                assertThat(shown.equals(phone)).as("%s, masked: %s", path, mask).isEqualTo(!mask);
            }
        }
    }

    @Test
    void whatWasKeptLongEnoughIsForgottenAndTheRestStays() {
        Scene scene = new Scene(bench.db, Map.of(), 2);
        scene.closed(privacy("retentionDays", 40).getJsonObject("compliance"));
        List<Claimed> calls = bench.claim(scene, NOW);
        bench.startSending(scene, calls, NOW);
        calls.forEach(call -> bench.report(
                NOW.plusSeconds(60),
                Ending.of(scene, call, NOW.plusSeconds(60))
                        .recordedAt("https://example.org/r")
                        .rated(5)
                        .costing("0.30")
                        .event()));
        scene.sql("insert into telephony_call (tenant_id, attempt_id, state) select a.tenant_id, a.attempt_id, '{}'"
                + " from attempt a where a.tenant_id = $1");
        Instant made = Instant.now();
        assertThat(purge(scene, made.plus(Duration.ofDays(40)))).isZero();
        assertThat(scene.count("telephony_call")).isEqualTo(2);
        assertThat(purge(scene, made.plus(Duration.ofDays(40)).plusSeconds(3660)))
                .isEqualTo(2);
        assertThat(purge(scene, made.plus(Duration.ofDays(90)))).as("once").isZero();
        assertThat(scene.count("telephony_call")).isZero();
        for (Row call : scene.sql("select * from attempt where tenant_id = $1")) {
            assertThat(call.getString("recording_url")).isNull();
            assertThat(call.getInteger("satisfaction")).isNull();
            assertThat(call.getString("phone")).isEmpty();
            assertThat(call.getString("outcome")).isEqualTo("answered_human");
            assertThat(call.getBigDecimal("cost")).isEqualByComparingTo("0.30");
        }
    }

    @Test
    void oneSweepTakesAllThatIsOld() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        String campaign = scene.closedWith(privacy("retentionDays", 1));
        scene.sql(
                "insert into attempt (tenant_id, attempt_id, campaign_id, customer_id, attempt_no, phone, connection, claimed_at,"
                        + " finished_at, outcome, consumed, summary)"
                        + " select $1, uuidv7(), $2, gen_random_uuid(), 1, '+966500000000', 'test', now(), now(), 'no_answer', true, 'said'"
                        + " from generate_series(1, 2500)",
                java.util.UUID.fromString(campaign));
        assertThat(purge(scene, Instant.now().plus(Duration.ofDays(40)))).isEqualTo(2500);
        assertThat(scene.sql("select from attempt where tenant_id = $1 and summary is not null"))
                .isEmpty();
    }

    @Test
    void aNumberIsKnownAsLongAsRulesCountTheCallsToIt() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        scene.closed(privacy("retentionDays", 0).getJsonObject("compliance"));
        List<Claimed> calls = bench.claim(scene, NOW);
        bench.startSending(scene, calls, NOW);
        bench.report(
                NOW,
                Ending.of(scene, calls.get(0), NOW)
                        .recordedAt("https://example.org/r")
                        .event());
        assertThat(purge(scene, Instant.now().plusSeconds(3660))).isEqualTo(1);
        Row call = scene.one("select recording_url, phone from attempt where tenant_id = $1");
        assertThat(call.getString("recording_url")).isNull();
        assertThat(call.getString("phone")).isEqualTo(calls.get(0).phone());
        purge(scene, Instant.now().plus(Duration.ofDays(31)).plusSeconds(60));
        assertThat(scene.one("select phone from attempt where tenant_id = $1").getString("phone"))
                .isEmpty();
    }

    private int purge(Scene scene, Instant now) {
        return retention.purge(scene.tenant, now).await().atMost(Scene.PATIENCE);
    }

    private CallRequest requestOf(JsonObject more, JsonObject fallback) {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        scene.closedWith(more.copy().put("content", new JsonObject().put("fallback", fallback)));
        Network network = new Network(new LookUp.Unsure(), false);
        bench.send(scene, bench.claim(scene, NOW), network, NOW);
        return network.requests.get(0);
    }

    private static JsonObject privacy(String field, Object value) {
        return new JsonObject().put("compliance", new JsonObject().put("privacy", new JsonObject().put(field, value)));
    }
}
