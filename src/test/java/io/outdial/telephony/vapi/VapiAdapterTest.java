package io.outdial.telephony.vapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.support.SecondLane;
import io.outdial.telephony.AdapterHarness;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.CallEventSink;
import io.outdial.telephony.CallQuality;
import io.outdial.telephony.CallReference;
import io.outdial.telephony.CallRequest;
import io.outdial.telephony.Credentials;
import io.outdial.telephony.Deadline;
import io.outdial.telephony.LookUp;
import io.outdial.telephony.OptOutWays;
import io.outdial.telephony.Placed;
import io.outdial.telephony.TelephonyGateway;
import io.outdial.telephony.TelephonyGatewayContract;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
class VapiAdapterTest extends TelephonyGatewayContract {

    private final List<FakeVapi> started = new ArrayList<>();
    private final List<CallEvent> heard = new CopyOnWriteArrayList<>();
    private AdapterHarness harness;
    private FakeVapi vapi;
    private JsonObject more = new JsonObject();

    @Override
    protected TelephonyGateway gateway(CallEventSink sink, boolean endless) {
        return gateway(sink, "customer-ended-call", endless ? -1 : 50, false, false);
    }

    private TelephonyGateway gateway(CallEventSink sink, String fate, long talk, boolean chaos, boolean signs) {
        vapi = new FakeVapi(number -> fate, 10, talk, chaos, signs);
        started.add(vapi);
        harness = new AdapterHarness(TENANT, sink, Map.of("apiKey", FakeVapi.KEY, "serverSecret", FakeVapi.SECRET));
        harness.waitsForAgents();
        vapi.reportsTo(harness);
        JsonObject settings = settings().mergeIn(more);
        settings.getMap().values().removeIf(java.util.Objects::isNull);
        if (signs) {
            settings.put("signature", "hmac").put("credentialId", "cred-1");
        }
        return harness.open(adapter(), settings);
    }

    private VapiAdapter adapter() {
        return new VapiAdapter(harness.desk(AdapterHarness.http()));
    }

    private JsonObject settings() {
        return new JsonObject()
                .put("baseUrl", vapi.url())
                .put("assistantId", FakeVapi.ASSISTANT)
                .put("phoneNumberId", FakeVapi.NUMBER)
                .put("exchangeRate", "3.75");
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
        "customer-ended-call, answered_human",
        "assistant-forwarded-call, answered_human",
        "voicemail, answered_machine",
        "customer-busy, busy",
        "customer-did-not-answer, no_answer",
        "vonage-rejected, rejected",
        "twilio-reported-customer-misdialed, invalid_number",
        "call.start.error-subscription-concurrency-limit-reached, congestion",
        "call.in-progress.error-vapifault-worker-died, abandoned"
    })
    void everyEndBecomesItsOutcomeOnceWhateverTheOrderOfReports(String fate, String outcome) {
        AttemptId attempt = AttemptId.next();
        place(gateway(heard::add, fate, 30, true, true), attempt);
        await().atMost(PATIENCE).until(() -> heard.stream().anyMatch(CallEvent.Ended.class::isInstance));
        CallEvent.Ended end = end();
        assertThat(end.outcome().code()).isEqualTo(outcome);
        assertThat(end.attempt()).isEqualTo(attempt);
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
    void theReportTellsWhatTheConversationAchievedAndCost() {
        place(gateway(heard::add, false), AttemptId.next());
        await().atMost(PATIENCE).until(() -> heard.size() == 3);
        CallEvent.Ended end = end();
        assertThat(end.disposition()).isEqualTo(Disposition.BOOKED);
        assertThat(end.satisfaction()).isEqualTo(4);
        assertThat(end.callbackAt()).as("no time was named").isNull();
        assertThat(end.summary()).isEqualTo("Sara booked for Tuesday.");
        assertThat(end.quality()).isEqualTo(new CallQuality(null, 812, 3, null));
        assertThat(end.recordingUrl()).isEqualTo("https://storage.vapi.ai/1.wav");
        assertThat(end.cost()).isEqualByComparingTo("0.4628");
        assertThat(end.priceFollows()).isFalse();
        assertThat(end.heard().words()).isEqualTo("Yes please\nand then stop calling");
    }

    @Test
    void theRequestNamesAssistantNumberVariablesAndTheAttempt() {
        UUID agent = UUID.randomUUID();
        more.put("assistants", new JsonObject().put(agent.toString(), "assistant-2"));
        more.put("phoneNumbers", new JsonObject().put("+966112223333", "number-2"));
        TelephonyGateway gateway = gateway(heard::add, true);
        AttemptId attempt = AttemptId.next();
        gateway.place(full(attempt, agent, "+966112223333")).await().atMost(PATIENCE);
        JsonObject asked = vapi.made.peek().asked;
        assertThat(asked.getString("assistantId")).isEqualTo("assistant-2");
        assertThat(asked.getString("phoneNumberId")).isEqualTo("number-2");
        assertThat(asked.getString("name")).isEqualTo(attempt.toString());
        JsonObject overrides = asked.getJsonObject("assistantOverrides");
        assertThat(overrides.getJsonObject("metadata").getString("tenant")).isEqualTo(TENANT.toString());
        assertThat(overrides.getJsonObject("variableValues").getMap())
                .containsEntry("script", "Hello Sara")
                .containsEntry("name", "Sara")
                .containsEntry("opt_out_key", "9")
                .containsEntry("opt_out_phrases", "stop, no more");
        assertThat(overrides.getString("voicemailMessage")).isEqualTo("Call us back");
        assertThat(overrides.getJsonObject("artifactPlan").getBoolean("recordingEnabled"))
                .isFalse();
        assertThat(overrides.getJsonObject("server").getString("url"))
                .startsWith(AdapterHarness.PUBLIC + "/api/v1/telephony/vapi/")
                .endsWith("attempt=" + attempt);
    }

    private static CallRequest full(AttemptId attempt, UUID agent, String callerId) {
        return new CallRequest(
                TENANT,
                null,
                attempt,
                TO,
                callerId,
                Duration.ofSeconds(30),
                true,
                false,
                agent,
                "noura",
                "en",
                "Hello Sara",
                Map.of("name", "Sara", "script", "not this"),
                "Call us back",
                null,
                new OptOutWays("9", List.of("stop", "no more")),
                null,
                Deadline.in(PATIENCE));
    }

    @Test
    void anAssistantMayReportByAServerOfItsOwn() {
        more.put("serverPerCall", false);
        TelephonyGateway gateway = gateway(heard::add, false);
        String url = harness.urls.of(harness.connection(), "events", AttemptId.next());
        vapi.ownServer = new JsonObject()
                .put("url", url.substring(0, url.indexOf("&attempt=")))
                .put("headers", new JsonObject().put("X-Vapi-Secret", FakeVapi.SECRET));
        AttemptId attempt = AttemptId.next();
        place(gateway, attempt);
        await().atMost(PATIENCE).until(() -> heard.size() == 3);
        assertThat(heard).allMatch(each -> each.attempt().equals(attempt));
    }

    @Test
    void withoutAnAssistantOrANumberOfTheCallerIdNothingIsSent() {
        more.put("assistantId", (String) null);
        TelephonyGateway gateway = gateway(heard::add, true);
        assertThat(place(gateway, AttemptId.next()))
                .isInstanceOfSatisfying(Placed.Refused.class, refused -> assertThat(refused.outcome())
                        .isEqualTo(Outcome.CONFIG_ERROR));
        more = new JsonObject();
        TelephonyGateway other = gateway(heard::add, true);
        assertThat(other.place(full(AttemptId.next(), null, "+966112223333"))
                        .await()
                        .atMost(PATIENCE))
                .isInstanceOf(Placed.Refused.class);
        assertThat(vapi.requests).isEmpty();
    }

    @Test
    void anAnsweredCallThatWasGivenUpIsHungUp() {
        TelephonyGateway gateway = gateway(heard::add, true);
        harness.answers(null);
        place(gateway, AttemptId.next());
        await().atMost(PATIENCE).until(() -> vapi.made.peek().hungUp);
    }

    @Test
    void aSecondCallOfTheSameAttemptIsHungUpAndSaysNothingOfTheFirst() {
        TelephonyGateway gateway = gateway(heard::add, true);
        AttemptId attempt = AttemptId.next();
        String first = ((Placed.Accepted) place(gateway, attempt)).providerCallId();
        await().atMost(PATIENCE).until(() -> heard.size() == 2);
        String second = ((Placed.Accepted) place(gateway, attempt)).providerCallId();
        await().atMost(PATIENCE).until(() -> vapi.calls.get(second).endedAt != null);
        assertThat(vapi.calls.get(first).endedAt).isNull();
        assertThat(heard).hasSize(2);
    }

    @Test
    void aCallIsFoundAmongManyOfThatTime() {
        TelephonyGateway gateway = gateway(heard::add, true);
        AttemptId first = AttemptId.next();
        String id = ((Placed.Accepted) place(gateway, first)).providerCallId();
        for (int i = 0; i < 45; i++) {
            place(gateway, AttemptId.next());
        }
        CallReference lost = new CallReference(TENANT, first, null, TO, Instant.now());
        assertThat(gateway.lookUp(lost).await().atMost(PATIENCE)).isEqualTo(new LookUp.Live(id));

        Instant moment = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        vapi.calls.values().forEach(call -> call.made = moment.minusMillis(call.id.equals(id) ? 1 : 0));
        assertThat(gateway.lookUp(lost).await().atMost(PATIENCE))
                .as("who cannot look at all calls of a moment has not seen that one is missing")
                .isEqualTo(new LookUp.Unsure());
        vapi.calls.values().stream().skip(15).forEach(call -> call.made = moment.minusMillis(1));
        assertThat(gateway.lookUp(lost).await().atMost(PATIENCE)).isNotEqualTo(new LookUp.Absent());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | phoneNumberId must be a UUID | config_error",
                "400 | customer.number must be a valid phone number in the E.164 format | invalid_number",
                "400 | Over Concurrency Limit | congestion",
                "401 | Invalid Key | config_error",
                "402 | Wallet balance is low | config_error",
                "403 | Forbidden | config_error",
                "404 | Assistant not found | config_error",
                "422 | no | config_error",
                "429 | Too Many Requests | congestion",
                "418 | tea | config_error"
            })
    void aRefusalIsWhatItsMessageOrItsStatusSays(int status, String message, String outcome) {
        TelephonyGateway gateway = gateway(heard::add, true);
        vapi.answers(status, FakeVapi.error(status, message).body());
        vapi.retryAfter = status == 429 ? "30" : null;
        Placed.Refused refused = (Placed.Refused) place(gateway, AttemptId.next());
        assertThat(refused.outcome().code()).isEqualTo(outcome);
        assertThat(refused.reason()).isEqualTo(message);
        assertThat(refused.retryAfter()).isEqualTo(status == 429 ? Duration.ofSeconds(30) : null);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 302, 500, 502, 503})
    void anyOtherAnswerMayHideACallThatWasMade(int status) {
        TelephonyGateway gateway = gateway(heard::add, true);
        vapi.answers(status, "{}");
        assertThatThrownBy(() -> place(gateway, AttemptId.next())).isInstanceOf(RuntimeException.class);
    }

    @Test
    void anUnprovenMessageIsRefused() {
        for (boolean signs : new boolean[] {false, true}) {
            gateway(heard::add, "customer-ended-call", -1, false, signs);
            AttemptId attempt = AttemptId.next();
            String url = harness.urls.of(harness.connection(), "events", attempt);
            byte[] body = ringing("call-1").toBuffer().getBytes();
            String now = String.valueOf(Instant.now().getEpochSecond());
            String old = String.valueOf(Instant.now().minusSeconds(400).getEpochSecond());
            Map<String, String> good = signs
                    ? Map.of("X-Timestamp", now, "X-Signature", FakeVapi.sign(now, body))
                    : Map.of("x-vapi-secret", FakeVapi.SECRET);
            List<Map<String, String>> bad = signs
                    ? List.of(
                            Map.of(),
                            Map.of("x-vapi-secret", FakeVapi.SECRET),
                            Map.of("x-signature", FakeVapi.sign(now, body)),
                            Map.of("x-timestamp", old, "x-signature", FakeVapi.sign(old, body)),
                            Map.of("x-timestamp", "now", "x-signature", FakeVapi.sign("now", body)),
                            Map.of("x-timestamp", now, "x-signature", "zz"),
                            Map.of("x-timestamp", now, "x-signature", FakeVapi.sign(now, "{}".getBytes())))
                    : List.of(Map.of(), Map.of("x-vapi-secret", FakeVapi.SECRET + "x"), Map.of("x-vapi-secret", ""));
            for (Map<String, String> headers : bad) {
                assertThat(harness.receive(url, headers, body).result())
                        .as("%s", headers)
                        .isEqualTo("refused_signature");
            }
            heard.clear();
            assertThat(harness.receive(url, good, body).status()).isEqualTo(204);
            assertThat(harness.receive(url, good, body).status()).isEqualTo(204);
            assertThat(heard).hasSize(1);
        }
    }

    private static JsonObject ringing(String call) {
        return new JsonObject()
                .put(
                        "message",
                        new JsonObject()
                                .put("type", "status-update")
                                .put("status", "ringing")
                                .put("call", new JsonObject().put("id", call)));
    }

    @Test
    void whatNamesNoCallOrAnotherAttemptIsRefusedAndWhatIsOfNoInterestIsTaken() {
        gateway(heard::add, true);
        AttemptId attempt = AttemptId.next();
        String url = harness.urls.of(harness.connection(), "events", attempt);
        Map<String, String> proof = Map.of("X-Vapi-Secret", FakeVapi.SECRET);
        JsonObject another = ringing("call-1");
        another.getJsonObject("message")
                .getJsonObject("call")
                .put(
                        "assistantOverrides",
                        new JsonObject()
                                .put(
                                        "metadata",
                                        new JsonObject()
                                                .put("attempt", AttemptId.next().toString())));
        for (String body : List.of("[]", "nonsense", "{}", "{\"message\": {}}", another.encode())) {
            assertThat(harness.receive(url, proof, body.getBytes()).status())
                    .as(body)
                    .isEqualTo(400);
        }
        JsonObject speech = ringing("call-1");
        speech.getJsonObject("message").put("type", "speech-update");
        assertThat(harness.receive(url, proof, speech.toBuffer().getBytes()).status())
                .isEqualTo(204);
        assertThat(heard).isEmpty();
    }

    @Test
    void whatAModelMadeUpIsLeftOut() {
        gateway(heard::add, true);
        AttemptId attempt = AttemptId.next();
        String url = harness.urls.of(harness.connection(), "events", attempt);
        JsonObject message = new JsonObject()
                .put("type", "end-of-call-report")
                .put("endedReason", "customer-ended-call")
                .put("startedAt", "2026-01-01T10:00:00Z")
                .put("endedAt", "2026-01-01T10:00:42.500Z")
                .put("cost", "free")
                .put("artifact", new JsonObject().put("recordingUrl", "javascript:alert(1)"))
                .put(
                        "analysis",
                        new JsonObject()
                                .put("summary", "x".repeat(9_000))
                                .put(
                                        "structuredData",
                                        new JsonObject()
                                                .put("disposition", "sold the house")
                                                .put("satisfaction", 11)
                                                .put("callback_at", 7)))
                .put("call", new JsonObject().put("id", "call-1"));
        byte[] body = new JsonObject().put("message", message).toBuffer().getBytes();
        assertThat(harness.receive(url, Map.of("x-vapi-secret", FakeVapi.SECRET), body)
                        .status())
                .isEqualTo(204);
        CallEvent.Ended end = end();
        assertThat(end.disposition()).isEqualTo(Disposition.NONE);
        assertThat(end.satisfaction()).isNull();
        assertThat(end.recordingUrl()).isNull();
        assertThat(end.summary()).hasSize(4_000);
        assertThat(end.talkSeconds()).isEqualTo(42);
        assertThat(end.cost()).isNull();
        assertThat(end.priceFollows()).as("it may be asked for later").isTrue();
    }

    @Test
    void wrongSettingsAreEachPointedAt() {
        gateway(heard::add, true);
        JsonObject wrong = new JsonObject()
                .put("baseUrl", "ftp://x")
                .put("assistantId", "a b")
                .put("assistants", new JsonObject().put("x", "y"))
                .put("phoneNumbers", new JsonObject().put("0112", "y"))
                .put("signature", "hmac")
                .put("signatureHeader", "a b")
                .put("voicemailDetection", "magic")
                .put("extractResult", "yes")
                .put("exchangeRate", "-1")
                .put("trustAbsenceAfter", "PT1S")
                .put("surprise", 1);
        assertThat(adapter().check(wrong, new Credentials(Map.of("serverSecret", "short", "x", "y"))))
                .extracting(each -> each.pointer())
                .containsExactlyInAnyOrder(
                        "/settings/baseUrl",
                        "/settings/assistantId",
                        "/settings/assistants",
                        "/settings/phoneNumbers",
                        "/settings/credentialId",
                        "/settings/signatureHeader",
                        "/settings/voicemailDetection",
                        "/settings/extractResult",
                        "/settings/exchangeRate",
                        "/settings/trustAbsenceAfter",
                        "/settings/surprise",
                        "/credentials/x",
                        "/credentials/apiKey",
                        "/credentials/serverSecret");
    }

    @Test
    void theCheckAsksForTheNumberAndMakesNoCall() {
        TelephonyGateway gateway = gateway(heard::add, true);
        assertThat(gateway.check().await().atMost(PATIENCE).ok()).isTrue();
        assertThat(vapi.calls).isEmpty();
    }

    private static Placed place(TelephonyGateway gateway, AttemptId attempt) {
        return gateway.place(request(TENANT, attempt, TO)).await().atMost(PATIENCE);
    }
}
