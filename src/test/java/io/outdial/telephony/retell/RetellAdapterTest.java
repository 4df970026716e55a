package io.outdial.telephony.retell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Disposition;
import io.outdial.support.SecondLane;
import io.outdial.telephony.AdapterHarness;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.CallEventSink;
import io.outdial.telephony.CallQuality;
import io.outdial.telephony.CallReference;
import io.outdial.telephony.CallRequest;
import io.outdial.telephony.Credentials;
import io.outdial.telephony.Deadline;
import io.outdial.telephony.Heard;
import io.outdial.telephony.LookUp;
import io.outdial.telephony.OptOutWays;
import io.outdial.telephony.Placed;
import io.outdial.telephony.TelephonyGateway;
import io.outdial.telephony.TelephonyGatewayContract;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The platform against a stateful fake that checks requests by its published types, signs, reports and journals. */
@SecondLane
class RetellAdapterTest extends TelephonyGatewayContract {

    private final List<FakeRetell> started = new ArrayList<>();
    private final List<CallEvent> heard = new CopyOnWriteArrayList<>();
    private final JsonObject more = new JsonObject();
    private AdapterHarness harness;
    private FakeRetell retell;

    @Override
    protected boolean tellsRinging() {
        return false;
    }

    @Override
    protected TelephonyGateway gateway(CallEventSink sink, boolean endless) {
        return gateway(sink, "user_hangup", endless ? -1 : 50, false);
    }

    private TelephonyGateway gateway(CallEventSink sink, String fate, long talkMillis, boolean chaos) {
        retell = new FakeRetell(number -> fate, 10, talkMillis, chaos);
        started.add(retell);
        harness = new AdapterHarness(TENANT, sink, Map.of("apiKey", FakeRetell.KEY));
        harness.waitsForAgents();
        retell.reportsTo(harness);
        JsonObject settings = new JsonObject()
                .put("baseUrl", retell.url())
                .put("agentId", FakeRetell.AGENT)
                .put("exchangeRate", "3.75")
                .put("trustAbsenceAfter", "PT2M")
                .mergeIn(more);
        return harness.open(adapter(), settings);
    }

    private RetellAdapter adapter() {
        return new RetellAdapter(harness.desk(AdapterHarness.http()));
    }

    @AfterEach
    void stop() {
        started.forEach(each -> {
            assertThat(each.complaints).isEmpty();
            each.close();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "user_hangup, answered_human",
        "max_duration_reached, answered_human",
        "voicemail_reached, answered_machine",
        "dial_busy, busy",
        "dial_no_answer, no_answer",
        "user_declined, rejected",
        "invalid_destination, invalid_number",
        "marked_as_spam, blocked",
        "concurrency_limit_reached, congestion",
        "error_llm_websocket_open, abandoned"
    })
    void everyEndBecomesItsOutcomeOnceWhateverTheOrderOfWebhooks(String fate, String outcome) {
        AttemptId attempt = AttemptId.next();
        place(gateway(heard::add, fate, 30, true), attempt);
        await().atMost(PATIENCE).until(() -> heard.stream().anyMatch(CallEvent.Ended.class::isInstance));
        assertThat(end().outcome().code()).isEqualTo(outcome);
        assertThat(end().attempt()).isEqualTo(attempt);
    }

    private CallEvent.Ended end() {
        List<CallEvent.Ended> ends = heard.stream()
                .filter(CallEvent.Ended.class::isInstance)
                .map(CallEvent.Ended.class::cast)
                .toList();
        assertThat(ends).hasSize(1);
        return ends.get(0);
    }

    @Test
    void theAnalysisTellsWhatTheConversationAchievedAndCost() {
        place(gateway(heard::add, false), AttemptId.next());
        await().atMost(PATIENCE).until(() -> heard.size() == 2);
        CallEvent.Ended end = end();
        assertThat(end.disposition()).isEqualTo(Disposition.CALLBACK_REQUESTED);
        assertThat(end.callbackAt()).isEqualTo(Instant.parse("2026-03-01T14:30:00Z"));
        assertThat(end.satisfaction()).isEqualTo(5);
        assertThat(end.summary()).isEqualTo("Sara booked for Tuesday.");
        assertThat(end.quality()).isEqualTo(new CallQuality(null, 801, null, 1.0));
        assertThat(end.recordingUrl()).endsWith("/recording.wav");
        assertThat(end.cost()).as("70 cents").isEqualByComparingTo("2.625");
        assertThat(end.heard()).isEqualTo(new Heard("9", "Yes please\nand then stop calling"));
    }

    @Test
    void theRequestNamesAgentNumbersVariablesAndTheAttempt() {
        UUID agent = UUID.randomUUID();
        more.put("agents", new JsonObject().put(agent.toString(), "agent-2"));
        TelephonyGateway gateway = gateway(heard::add, true);
        AttemptId attempt = AttemptId.next();
        gateway.place(new CallRequest(
                        TENANT,
                        null,
                        attempt,
                        TO,
                        null,
                        Duration.ofSeconds(120),
                        true,
                        false,
                        agent,
                        "noura",
                        "en",
                        "Hello Sara",
                        Map.of("name", "Sara"),
                        "Call us back",
                        "+966110000000",
                        new OptOutWays("9", List.of("stop")),
                        null,
                        Deadline.in(PATIENCE)))
                .await()
                .atMost(PATIENCE);
        JsonObject asked = retell.made.peek().asked;
        assertThat(asked.getString("override_agent_id")).isEqualTo("agent-2");
        assertThat(asked.getString("from_number")).isEqualTo("+966112345678");
        assertThat(asked.getString("to_number")).isEqualTo(TO);
        assertThat(asked.getJsonObject("metadata").getMap())
                .containsEntry("tenant", TENANT.toString())
                .containsEntry("attempt", attempt.toString());
        assertThat(asked.getJsonObject("retell_llm_dynamic_variables").getMap())
                .containsEntry("script", "Hello Sara")
                .containsEntry("name", "Sara")
                .containsEntry("transfer_to", "+966110000000")
                .containsEntry("opt_out_key", "9");
        JsonObject overrides = asked.getJsonObject("agent_override").getJsonObject("agent");
        assertThat(overrides.getInteger("ring_duration_ms")).isEqualTo(90_000);
        assertThat(overrides
                        .getJsonObject("voicemail_option")
                        .getJsonObject("action")
                        .getMap())
                .containsEntry("type", "static_text")
                .containsEntry("text", "Call us back");
        assertThat(overrides.getString("webhook_url"))
                .startsWith(AdapterHarness.PUBLIC + "/api/v1/telephony/retell/")
                .endsWith("attempt=" + attempt);
    }

    @Test
    void anAnsweredCallThatWasGivenUpIsStopped() {
        TelephonyGateway gateway = gateway(heard::add, true);
        harness.answers(null);
        place(gateway, AttemptId.next());
        await().atMost(PATIENCE).until(() -> retell.made.peek().hungUp);
    }

    @Test
    void aCallWhoseAnswerWasLostIsFoundByItsAttemptAmongOthersToTheNumber() {
        TelephonyGateway gateway = gateway(heard::add, true);
        place(gateway, AttemptId.next());
        retell.answers(0, null);
        AttemptId lost = AttemptId.next();
        assertThatThrownBy(() -> place(gateway, lost)).isInstanceOf(Exception.class);
        String id = retell.made.stream().skip(1).findFirst().orElseThrow().id;
        assertThat(lookUp(gateway, lost)).isEqualTo(new LookUp.Live(id));
        assertThat(lookUp(gateway, AttemptId.next())).isEqualTo(new LookUp.Absent());
    }

    private static LookUp lookUp(TelephonyGateway gateway, AttemptId attempt) {
        return gateway.lookUp(new CallReference(TENANT, attempt, null, TO, Instant.now()))
                .await()
                .atMost(PATIENCE);
    }

    @Test
    void aCallThatWasStoppedBeforeAnybodyPickedUpReachedNobody() {
        gateway(heard::add, true);
        JsonObject call = new JsonObject()
                .put("call_id", "call_1")
                .put("call_status", "not_connected")
                .put("disconnection_reason", "manual_stopped")
                .put("end_timestamp", 1_735_689_600_000L);
        AttemptId attempt = AttemptId.next();
        byte[] body = new JsonObject()
                .put("event", "call_ended")
                .put("call", call)
                .toBuffer()
                .getBytes();
        assertThat(receive(attempt, FakeRetell.sign(body, System.currentTimeMillis()), body))
                .isEqualTo(204);
        assertThat(end().outcome().code()).isEqualTo("no_answer");
        assertThat(end().at()).isEqualTo(Instant.ofEpochMilli(1_735_689_600_000L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | Invalid request format, please check API reference. | config_error",
                "401 | Api key not found or invalid. | config_error",
                "402 | Trial has ended, please add payment method. | config_error",
                "403 | no | config_error",
                "404 | Agent not found | config_error",
                "422 | Cannot find requested asset under given api key. | config_error",
                "422 | to_number is not a valid phone number | invalid_number",
                "429 | Account rate limited, please throttle your requests. | congestion",
                "429 | Reached concurrency limit | congestion"
            })
    void aRefusalIsWhatItsMessageOrItsStatusSays(int status, String message, String outcome) {
        TelephonyGateway gateway = gateway(heard::add, true);
        retell.answers(status, FakeRetell.error(status, message).body());
        retell.retryAfter = status == 429 ? "3" : null;
        Placed.Refused refused = (Placed.Refused) place(gateway, AttemptId.next());
        assertThat(refused.outcome().code()).isEqualTo(outcome);
        assertThat(refused.reason()).isEqualTo(message);
        assertThat(refused.retryAfter()).isEqualTo(status == 429 ? Duration.ofSeconds(3) : null);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 500, 502, 503})
    void anyOtherAnswerMayHideACallThatWasMade(int status) {
        TelephonyGateway gateway = gateway(heard::add, true);
        retell.answers(status, "{}");
        assertThatThrownBy(() -> place(gateway, AttemptId.next())).hasMessageContaining(String.valueOf(status));
    }

    @Test
    void anUnsignedAlteredOrOldWebhookIsRefused() {
        gateway(heard::add, true);
        AttemptId attempt = AttemptId.next();
        byte[] body = ("{\"event\":\"call_started\", \"call\": {\"call_id\":\"c1\", \"agent_name\": \"نورة\"}}")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        long now = System.currentTimeMillis();
        String good = FakeRetell.sign(body, now);
        for (String bad : List.of(
                "",
                "v=" + now,
                good.replace("d=", "d=0"),
                good.toUpperCase(java.util.Locale.ROOT),
                "x" + good,
                good + " ",
                FakeRetell.sign(body, now - 301_000),
                FakeRetell.sign(body, now + 400_000),
                FakeRetell.sign("{}".getBytes(), now))) {
            assertThat(receive(attempt, bad, body)).as(bad).isEqualTo(403);
        }
        byte[] sameMeaning = new JsonObject(new String(body, java.nio.charset.StandardCharsets.UTF_8))
                .toBuffer()
                .getBytes();
        assertThat(receive(attempt, good, sameMeaning)).isEqualTo(403);
        assertThat(heard).isEmpty();
        assertThat(receive(attempt, good, body)).isEqualTo(204);
        assertThat(receive(attempt, good, body)).isEqualTo(204);
        assertThat(heard).hasSize(1);
    }

    private int receive(AttemptId attempt, String signature, byte[] body) {
        String url = harness.urls.of(harness.connection(), "events", attempt);
        return harness.receive(url, Map.of("X-Retell-Signature", signature), body)
                .status();
    }

    @Test
    void whatNamesNoCallOrAnotherAttemptIsRefusedAndWhatIsOfNoInterestIsTaken() {
        gateway(heard::add, true);
        AttemptId attempt = AttemptId.next();
        String another = new JsonObject()
                .put("event", "call_started")
                .put(
                        "call",
                        new JsonObject()
                                .put("call_id", "c1")
                                .put(
                                        "metadata",
                                        new JsonObject()
                                                .put("attempt", AttemptId.next().toString())))
                .encode();
        for (String text : List.of("[]", "nonsense", "{}", "{\"event\":\"call_started\",\"call\":{}}", another)) {
            byte[] body = text.getBytes();
            assertThat(receive(attempt, FakeRetell.sign(body, System.currentTimeMillis()), body))
                    .as(text)
                    .isEqualTo(400);
        }
        byte[] transcript = "{\"event\":\"transcript_updated\",\"call\":{\"call_id\":\"c1\"}}".getBytes();
        assertThat(receive(attempt, FakeRetell.sign(transcript, System.currentTimeMillis()), transcript))
                .isEqualTo(204);
        assertThat(heard).isEmpty();
    }

    @Test
    void wrongSettingsAreEachPointedAt() {
        gateway(heard::add, true);
        JsonObject wrong = new JsonObject()
                .put("baseUrl", "https://x?y")
                .put("agentId", "a b")
                .put("agents", "none")
                .put("voicemailDetection", "magic")
                .put("extractResult", 1)
                .put("exchangeRate", 3.75)
                .put("trustAbsenceAfter", "soon")
                .put("surprise", 1);
        assertThat(adapter().check(wrong, new Credentials(Map.of("x", "y"))))
                .extracting(each -> each.pointer())
                .containsExactlyInAnyOrder(
                        "/settings/baseUrl",
                        "/settings/agentId",
                        "/settings/agents",
                        "/settings/voicemailDetection",
                        "/settings/extractResult",
                        "/settings/exchangeRate",
                        "/settings/trustAbsenceAfter",
                        "/settings/surprise",
                        "/credentials/x",
                        "/credentials/apiKey");
    }

    @Test
    void theCheckMakesNoCall() {
        TelephonyGateway gateway = gateway(heard::add, true);
        assertThat(gateway.check().await().atMost(PATIENCE).ok()).isTrue();
        assertThat(retell.calls).isEmpty();
    }

    private static Placed place(TelephonyGateway gateway, AttemptId attempt) {
        return gateway.place(request(TENANT, attempt, TO)).await().atMost(PATIENCE);
    }
}
