package io.outdial.telephony.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.platform.WebhookSignatures;
import io.outdial.support.SecondLane;
import io.outdial.telephony.AdapterHarness;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.CallEventSink;
import io.outdial.telephony.CallReference;
import io.outdial.telephony.LookUp;
import io.outdial.telephony.Placed;
import io.outdial.telephony.TelephonyGateway;
import io.outdial.telephony.TelephonyGatewayContract;
import io.outdial.telephony.VoiceAgentDesk;
import io.outdial.telephony.twilio.FakeTwilio.Fate;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The Calls API against a stateful fake that signs, reports and journals as documented. */
@SecondLane
class TwilioAdapterTest extends TelephonyGatewayContract {

    private static final String AGENT_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private final List<FakeTwilio> started = new ArrayList<>();
    private final List<CallEvent> heard = new CopyOnWriteArrayList<>();
    private String exchangeRate;
    private AdapterHarness harness;
    private FakeTwilio twilio;

    @Override
    protected TelephonyGateway gateway(CallEventSink sink, boolean endless) {
        return gateway(sink, Fate.HUMAN, endless ? -1 : 50, false);
    }

    private TelephonyGateway gateway(CallEventSink sink, Fate fate, long talkMillis, boolean chaos) {
        twilio = new FakeTwilio(number -> fate, 10, talkMillis, chaos);
        started.add(twilio);
        harness = new AdapterHarness(TENANT, sink, Map.of("authToken", FakeTwilio.TOKEN, "agentSecret", AGENT_SECRET));
        twilio.reportsTo(harness);
        var adapter = new TwilioAdapter(
                harness.desk(AdapterHarness.http()),
                new VoiceAgentDesk(harness.live(), harness.memory, Clock.systemUTC()));
        JsonObject settings = new JsonObject()
                .put("accountSid", FakeTwilio.ACCOUNT)
                .put("baseUrl", twilio.url())
                .put("agentStream", "wss://agent.example.com/audio")
                .put("costPerMinute", "0.0140")
                .put("trustAbsenceAfter", "PT2M");
        if (exchangeRate != null) {
            settings.put("exchangeRate", exchangeRate);
        }
        return harness.open(adapter, settings);
    }

    @AfterEach
    void stop() {
        started.forEach(each -> {
            assertThat(each.complaints).isEmpty();
            each.close();
        });
    }

    @ParameterizedTest
    @EnumSource
    void everyFateBecomesItsOutcomeWhateverTheOrderOfReports(Fate fate) {
        TelephonyGateway gateway = gateway(heard::add, fate, 30, true);
        AttemptId attempt = AttemptId.next();
        if (fate == Fate.LOST) {
            assertThatThrownBy(() -> place(gateway, attempt)).isInstanceOf(Exception.class);
        } else if (fate == Fate.NOT_A_NUMBER) {
            assertThat(((Placed.Refused) place(gateway, attempt)).outcome().code())
                    .isEqualTo(fate.outcome);
            return;
        } else {
            place(gateway, attempt);
        }
        await().atMost(PATIENCE).until(() -> heard.stream().anyMatch(CallEvent.Ended.class::isInstance));
        List<CallEvent.Ended> ends = heard.stream()
                .filter(CallEvent.Ended.class::isInstance)
                .map(CallEvent.Ended.class::cast)
                .toList();
        assertThat(ends).hasSize(1);
        assertThat(ends.get(0).outcome().code()).isEqualTo(fate.outcome);
        assertThat(ends.get(0).attempt()).isEqualTo(attempt);
    }

    @Test
    void theRequestAsksForEverythingThatIsNeeded() {
        place(gateway(heard::add, true), AttemptId.next());
        String request = twilio.requests.get(0);
        assertThat(request).startsWith("POST /2010-04-01/Accounts/" + FakeTwilio.ACCOUNT + "/Calls.json ");
        TreeMap<String, String> form = FakeTwilio.fields(request.substring(request.lastIndexOf(' ') + 1));
        assertThat(form)
                .containsEntry("To", TO)
                .containsEntry("From", "+966112345678")
                .containsEntry("Timeout", "30")
                .containsEntry("AsyncAmd", "true")
                .containsEntry("MachineDetection", "Enable")
                .containsEntry("StatusCallbackMethod", "POST")
                .doesNotContainKey("Record");
        assertThat(request)
                .contains(
                        "StatusCallbackEvent=initiated",
                        "StatusCallbackEvent=ringing",
                        "StatusCallbackEvent=answered",
                        "StatusCallbackEvent=completed");
        assertThat(form.get("Url")).startsWith(AdapterHarness.PUBLIC + "/api/v1/telephony/twilio/");
    }

    @Test
    void anAnswerConnectsTheAgentWithWhatItNeeds() {
        place(gateway(heard::add, true), AttemptId.next());
        await().atMost(PATIENCE).until(() -> call().document != null);
        assertThat(call().document)
                .contains("<Connect><Stream url=\"wss://agent.example.com/audio\">")
                .contains("<Parameter name=\"script_1\" value=\"Hello Sara\"/>")
                .contains("<Parameter name=\"var_name\" value=\"Sara\"/>")
                .contains("<Parameter name=\"opt_out_key\" value=\"9\"/>")
                .contains("<Parameter name=\"opt_out_phrase_2\" value=\"take me off\"/>");
    }

    @Test
    void anAttemptThatWasGivenUpIsHungUpBeforeAWordIsSaid() {
        TelephonyGateway gateway = gateway(heard::add, true);
        harness.answers(null);
        place(gateway, AttemptId.next());
        await().atMost(PATIENCE).until(() -> heard.stream().anyMatch(CallEvent.Ended.class::isInstance));
        assertThat(call().document).contains("<Response><Hangup/></Response>");
    }

    @Test
    void aSecondCallOfTheSameAttemptIsHungUpAndSaysNothingOfTheFirst() {
        TelephonyGateway gateway = gateway(heard::add, true);
        AttemptId attempt = AttemptId.next();
        String first = ((Placed.Accepted) place(gateway, attempt)).providerCallId();
        await().atMost(PATIENCE).until(() -> heard.size() == 2);
        String second = ((Placed.Accepted) place(gateway, attempt)).providerCallId();
        await().atMost(PATIENCE).until(() -> twilio.calls.get(second).endedAt != null);
        assertThat(twilio.calls.get(second).document).contains("<Hangup/>");
        assertThat(twilio.calls.get(first).endedAt).isNull();
        assertThat(heard).hasSize(2);
    }

    @Test
    void aMachineIsToldTheMessageOrHungUpOn() {
        TelephonyGateway gateway = gateway(heard::add, Fate.MACHINE, -1, false);
        harness.answers(AdapterHarness.brief("Call us <back> & soon"));
        place(gateway, AttemptId.next());
        await().atMost(PATIENCE).until(() -> heard.size() == 3);
        assertThat(call().saidToMachine)
                .contains("<Say language=\"ar-SA\">Call us &lt;back&gt; &amp; soon</Say><Hangup/>");
        assertThat(((CallEvent.Ended) heard.get(2)).outcome()).isEqualTo(Outcome.ANSWERED_MACHINE);

        heard.clear();
        place(gateway(heard::add, Fate.MACHINE, -1, false), AttemptId.next());
        await().atMost(PATIENCE).until(() -> heard.size() == 3);
        assertThat(call().saidToMachine).isNull();
    }

    @Test
    void aBegunMinuteCosts() {
        place(gateway(heard::add, false), AttemptId.next());
        await().atMost(PATIENCE).until(() -> heard.size() == 3);
        assertThat(((CallEvent.Ended) heard.get(2)).cost()).isEqualByComparingTo("0.014");
    }

    @Test
    void thePriceComesAfterTheEndAndIsConverted() {
        exchangeRate = "3.75";
        AttemptId attempt = AttemptId.next();
        TelephonyGateway gateway = gateway(heard::add, false);
        String sid = ((Placed.Accepted) place(gateway, attempt)).providerCallId();
        await().atMost(PATIENCE).until(() -> heard.size() == 3);
        CallEvent.Ended end = (CallEvent.Ended) heard.get(2);
        assertThat(end.cost()).as("about").isEqualByComparingTo("0.014");
        assertThat(end.priceFollows()).isTrue();
        CallReference call = new CallReference(TENANT, attempt, sid, TO, Instant.now());
        assertThat(gateway.price(call).await().atMost(PATIENCE)).isEmpty();
        twilio.prices(sid, "-0.02600");
        assertThat(gateway.price(call).await().atMost(PATIENCE).orElseThrow()).isEqualByComparingTo("0.0975");
        LookUp.Over over = (LookUp.Over) gateway.lookUp(call).await().atMost(PATIENCE);
        assertThat(over.end().cost()).isEqualByComparingTo("0.0975");
        assertThat(over.end().priceFollows()).isFalse();
    }

    @Test
    void twoCallsToTheNumberAtThatTimeAreAnAmbiguity() {
        TelephonyGateway gateway = gateway(heard::add, true);
        place(gateway, AttemptId.next());
        place(gateway, AttemptId.next());
        assertThat(lookUp(gateway, Instant.now())).isInstanceOf(LookUp.Unsure.class);
        assertThat(lookUp(gateway, Instant.now().minusSeconds(3600)))
                .as("none of them was made then")
                .isInstanceOf(LookUp.Absent.class);
    }

    private static LookUp lookUp(TelephonyGateway gateway, Instant sentAt) {
        return gateway.lookUp(new CallReference(TENANT, AttemptId.next(), null, TO, sentAt))
                .await()
                .atMost(PATIENCE);
    }

    @Test
    void aRefusalForTooManyRequestsIsCongestionAndAnErrorOfTheServerIsUnknown() {
        TelephonyGateway gateway = gateway(heard::add, true);
        twilio.refusesWith(429);
        twilio.retryAfter = "7";
        Placed.Refused refused = (Placed.Refused) place(gateway, AttemptId.next());
        assertThat(refused.outcome()).isEqualTo(Outcome.CONGESTION);
        assertThat(refused.retryAfter()).hasSeconds(7);
        twilio.refusesWith(503);
        assertThatThrownBy(() -> place(gateway, AttemptId.next())).hasMessageContaining("503");
    }

    @Test
    void anUnsignedOrAlteredReportIsRefused() {
        gateway(heard::add, true);
        String url = harness.urls.of(harness.connection(), "status", AttemptId.next());
        TreeMap<String, String> form =
                new TreeMap<>(Map.of("CallSid", "CA1", "CallStatus", "completed", "CallerCity", " Riyadh  & سوق "));
        byte[] body = encoded(form);
        String signature = FakeTwilio.sign(url, form);
        assertThat(receive(url, null, body)).isEqualTo(403);
        assertThat(receive(url, "", body)).isEqualTo(403);
        assertThat(receive(url, signature + "A", body)).isEqualTo(403);
        assertThat(receive(url + "&x=1", signature, body)).isEqualTo(403);
        form.put("CallerCity", "Riyadh & سوق");
        assertThat(receive(url, signature, encoded(form))).isEqualTo(403);
        assertThat(heard).isEmpty();
        assertThat(receive(url, signature, body)).isEqualTo(204);
        assertThat(heard).hasSize(1);
    }

    private int receive(String url, String signature, byte[] body) {
        Map<String, String> headers = signature == null ? Map.of() : Map.of("X-Twilio-Signature", signature);
        return harness.receive(url, headers, body).status();
    }

    private static byte[] encoded(TreeMap<String, String> fields) {
        Form form = new Form();
        fields.forEach(form::add);
        return form.encode().getBytes();
    }

    @Test
    void theAgentAsksForItsBriefAndReportsWithTheConnectionsSecret() {
        gateway(heard::add, true);
        AttemptId attempt = AttemptId.next();
        byte[] asks =
                new JsonObject().put("attempt", attempt.toString()).toBuffer().getBytes();
        String brief = harness.urls.of(harness.connection(), "brief", attempt);
        var answer = harness.receive(brief, signed("1", asks), asks);
        assertThat(new JsonObject(answer.body()).getString("script")).isEqualTo("Hello Sara");
        assertThat(harness.receive(brief, Map.of(), asks).status()).isEqualTo(403);
        String another = harness.urls.of(harness.connection(), "brief", AttemptId.next());
        assertThat(harness.receive(another, signed("1", asks), asks).status())
                .as("signed for another attempt")
                .isEqualTo(403);

        byte[] report = new JsonObject()
                .put("attempt", attempt.toString())
                .put("disposition", "booked")
                .put("satisfaction", 4)
                .toBuffer()
                .getBytes();
        String to = harness.urls.of(harness.connection(), "report", attempt);
        assertThat(harness.receive(to, signed("2", report), report).status()).isEqualTo(204);
        String status = harness.urls.of(harness.connection(), "status", attempt);
        TreeMap<String, String> over =
                new TreeMap<>(Map.of("CallSid", "CA1", "CallStatus", "completed", "CallDuration", "61"));
        assertThat(receive(status, FakeTwilio.sign(status, over), encoded(over)))
                .isEqualTo(204);
        assertThat(heard).hasSize(1);
        CallEvent.Ended end = (CallEvent.Ended) heard.get(0);
        assertThat(end.disposition()).isEqualTo(Disposition.BOOKED);
        assertThat(end.satisfaction()).isEqualTo(4);
        assertThat(end.cost()).isEqualByComparingTo("0.028");
    }

    private static Map<String, String> signed(String id, byte[] body) {
        return WebhookSignatures.headers(AGENT_SECRET, id, Instant.now(), body);
    }

    @Test
    void theCheckAsksForTheAccountAndMakesNoCall() {
        TelephonyGateway gateway = gateway(heard::add, true);
        assertThat(gateway.check().await().atMost(PATIENCE).ok()).isTrue();
        assertThat(twilio.requests).hasSize(1);
        assertThat(twilio.requests.get(0)).startsWith("GET /2010-04-01/Accounts/");
    }

    private FakeTwilio.Call call() {
        return twilio.calls.values().iterator().next();
    }

    private static Placed place(TelephonyGateway gateway, AttemptId attempt) {
        return gateway.place(request(TENANT, attempt, TO)).await().atMost(PATIENCE);
    }
}
