package io.outdial.telephony.http;

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
import io.outdial.telephony.Heard;
import io.outdial.telephony.Placed;
import io.outdial.telephony.TelephonyGateway;
import io.outdial.telephony.TelephonyGatewayContract;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract for providers without an adapter, against one that serves it. */
@SecondLane
class HttpAdapterTest extends TelephonyGatewayContract {

    private final List<FakeHttpProvider> started = new ArrayList<>();
    private AdapterHarness harness;
    private FakeHttpProvider provider;

    @Override
    protected TelephonyGateway gateway(CallEventSink sink, boolean endless) {
        provider = new FakeHttpProvider(10, endless ? -1 : 50);
        started.add(provider);
        harness = new AdapterHarness(TENANT, sink, Map.of("secret", FakeHttpProvider.SECRET));
        provider.reportsTo(harness);
        return harness.open(adapter(), settings());
    }

    private HttpAdapter adapter() {
        return new HttpAdapter(harness.desk(AdapterHarness.http()));
    }

    private JsonObject settings() {
        return new JsonObject()
                .put("url", provider.url())
                .put("idempotencyWindow", "PT1H")
                .put("lookUp", true)
                .put("authoritative", true)
                .put("machineDetection", true)
                .put("hangUp", true)
                .put("costReporting", true);
    }

    @AfterEach
    void stop() {
        started.forEach(each -> {
            assertThat(each.complaints).isEmpty();
            each.close();
        });
    }

    @Test
    void theEndTellsWhatTheConversationAchieved() {
        List<CallEvent> events = new CopyOnWriteArrayList<>();
        place(gateway(events::add, false));
        await().atMost(PATIENCE).until(() -> events.size() == 3);
        assertThat(events.get(2)).isInstanceOfSatisfying(CallEvent.Ended.class, end -> {
            assertThat(end.disposition()).isEqualTo(Disposition.BOOKED);
            assertThat(end.talkSeconds()).isEqualTo(7);
            assertThat(end.cost()).isEqualByComparingTo("0.05");
            assertThat(end.quality()).isEqualTo(new CallQuality(4.2, 800, null, null));
            assertThat(end.satisfaction()).isEqualTo(5);
            assertThat(end.heard()).isEqualTo(new Heard("9", null));
        });
    }

    @Test
    void anAnsweredCallThatWasGivenUpIsToldToEnd() {
        List<CallEvent> events = new CopyOnWriteArrayList<>();
        TelephonyGateway gateway = gateway(events::add, true);
        harness.answers(null);
        place(gateway);
        await().atMost(PATIENCE).until(() -> events.size() == 3);
        assertThat(events.get(2)).isInstanceOf(CallEvent.Ended.class);
    }

    @ParameterizedTest
    @CsvSource({
        "400, '{}', config_error",
        "401, '{}', config_error",
        "403, '{}', config_error",
        "404, '{}', config_error",
        "405, '{}', config_error",
        "409, '{}', config_error",
        "418, '{}', config_error",
        "422, '{}', rejected",
        "429, '{}', congestion",
        "422, '{\"outcome\":\"invalid_number\"}', invalid_number",
        "422, '{\"outcome\":\"blocked\"}', blocked",
        "503, '{\"outcome\":\"congestion\"}', congestion",
        "422, '{\"outcome\":\"answered_human\"}', rejected",
        "422, 'no json', rejected"
    })
    void aRefusalIsWhatItsStatusOrItsOutcomeSays(int status, String body, String outcome) {
        TelephonyGateway gateway = gateway(event -> true, false);
        provider.answers(status, body);
        assertThat(place(gateway)).isInstanceOfSatisfying(Placed.Refused.class, refused -> assertThat(
                        refused.outcome().code())
                .isEqualTo(outcome));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 302})
    void anyOtherErrorMayHideACallThatWasMade(int status) {
        TelephonyGateway gateway = gateway(event -> true, false);
        provider.answers(status, "{}");
        assertThatThrownBy(() -> place(gateway)).hasMessageContaining(String.valueOf(status));
    }

    @Test
    void everyOutcomeOfTheContractIsOneOfOurs() {
        assertThat(HttpOutcomes.BY_NAME.keySet())
                .hasSize(Outcome.values().length - 1)
                .doesNotContain("unknown");
        HttpOutcomes.BY_NAME.forEach(
                (name, outcome) -> assertThat(outcome.code()).isEqualTo(name));
        for (Outcome outcome : HttpOutcomes.BY_NAME.values()) {
            List<CallEvent> events = new CopyOnWriteArrayList<>();
            gateway(events::add, false);
            byte[] body = new JsonObject()
                    .put("id", ATTEMPT.toString())
                    .put("type", "ended")
                    .put("outcome", outcome.code())
                    .toBuffer()
                    .getBytes();
            assertThat(harness.receive(url(), FakeHttpProvider.headers("e", body), body)
                            .status())
                    .isEqualTo(204);
            assertThat(((CallEvent.Ended) events.get(0)).outcome()).isEqualTo(outcome);
        }
    }

    private static final AttemptId ATTEMPT = AttemptId.next();

    private String url() {
        return harness.urls.of(harness.connection(), "events", ATTEMPT);
    }

    @Test
    void aMessageCountsOnceAndOnlyWithItsSignature() {
        List<CallEvent> events = new CopyOnWriteArrayList<>();
        gateway(events::add, false);
        byte[] body = ("{ \"id\": \"" + ATTEMPT + "\",\n \"type\": \"ringing\" }").getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = FakeHttpProvider.headers("event-1", body);

        byte[] sameMeaning = new JsonObject(new String(body, StandardCharsets.UTF_8))
                .toBuffer()
                .getBytes();
        assertThat(harness.receive(url(), headers, sameMeaning).result()).isEqualTo("refused_signature");
        assertThat(harness.receive(url(), Map.of(), body).status()).isEqualTo(403);
        Map<String, String> old = new HashMap<>(headers);
        old.put("webhook-timestamp", "1614265330");
        assertThat(harness.receive(url(), old, body).status()).isEqualTo(403);
        assertThat(events).isEmpty();

        assertThat(harness.receive(url(), headers, body).status()).isEqualTo(204);
        assertThat(harness.receive(url(), headers, body).status()).isEqualTo(204);
        assertThat(events).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"sleeping\"}",
                "{\"type\": \"ended\"}",
                "{\"type\": \"ended\", \"outcome\": \"unknown\"}",
                "{\"type\": \"ended\", \"outcome\": \"busy\", \"talkSeconds\": \"many\"}",
                "{\"type\": \"ended\", \"outcome\": \"busy\", \"cost\": \"-1\"}",
                "{\"type\": \"ended\", \"outcome\": \"answered_human\", \"disposition\": \"sold\"}",
                "{\"type\": \"ended\", \"outcome\": \"answered_human\", \"quality\": {\"mos\": 9}}",
                "{\"type\": \"ringing\", \"at\": \"yesterday\"}",
                "{\"type\": \"ringing\", \"id\": \"another\"}",
                "[]",
                "nonsense"
            })
    void whatMeansNothingIsRefusedWithASentence(String text) {
        gateway(event -> true, false);
        String body = text.startsWith("{") && !text.contains("\"id\"")
                ? "{\"id\": \"" + ATTEMPT + "\"," + text.substring(1)
                : text;
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        var answer = harness.receive(url(), FakeHttpProvider.headers("x", bytes), bytes);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).isNotBlank();
    }

    private Placed place(TelephonyGateway gateway) {
        return gateway.place(request(TENANT, AttemptId.next(), TO)).await().atMost(PATIENCE);
    }
}
