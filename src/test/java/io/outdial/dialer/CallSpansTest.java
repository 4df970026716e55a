package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.Placed;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A call is one trace, whoever had a hand in it. */
@QuarkusTest
class CallSpansTest {

    private static final Instant NOW = Scene.OPEN.truncatedTo(ChronoUnit.SECONDS);
    private static final AttributeKey<String> REPLICA = AttributeKey.stringKey("outdial.replica");
    private static final AttributeKey<String> RESULT = AttributeKey.stringKey("outdial.result");

    @Inject
    Bench bench;

    private final InMemorySpanExporter exported = InMemorySpanExporter.create();
    private final OpenTelemetry telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .setIdGenerator(new CallTraceIds())
                    .addSpanProcessor(SimpleSpanProcessor.create(exported))
                    .build())
            .build();

    @Test
    void everyCallOfACampaignIsATraceFromItsClaimToItsSettlement() {
        QuarkusMock.installMockForType(new CallSpans(telemetry, 1, "this"), CallSpans.class);
        Scene scene = new Scene(bench.db, Map.of(), 3);
        scene.campaign(new JsonObject().put("windows", Scene.ALWAYS));
        await().atMost(Scene.PATIENCE).until(() -> scene.count("attempt") >= 3);
        for (Row row : scene.sql("select attempt_id from attempt where tenant_id = $1")) {
            UUID attempt = row.getUUID("attempt_id");
            await().atMost(Scene.PATIENCE).until(() -> spans(attempt).size() >= 4);
            SpanData call = span(attempt, "call");
            assertThat(SpanId.isValid(call.getParentSpanId())).isFalse();
            assertThat(call.getEvents()).extracting(EventData::getName).contains("sent", "accepted");
            assertThat(spans(attempt))
                    .extracting(SpanData::getName)
                    .containsExactlyInAnyOrder("call", "claim", "place", "settle");
            assertThat(Stream.of("claim", "place", "settle"))
                    .allMatch(name -> span(attempt, name).getParentSpanId().equals(call.getSpanId()));
            assertThat(span(attempt, "place").getAttributes().get(RESULT)).isEqualTo("accepted");
        }
        // The whole numbers: a few of their digits are in times and ids too.
        List<String> phones = scene.sql("select ltrim(phone, '+') as phone from customer where tenant_id = $1").stream()
                .map(row -> row.getString("phone"))
                .toList();
        assertThat(phones).hasSize(3);
        assertThat(exported.getFinishedSpanItems().toString())
                .as("nothing of a person")
                .doesNotContain(phones);
    }

    @Test
    void replicasThatShareACallWriteOneTrace() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        scene.closed();
        Claimed claimed = bench.claim(scene, NOW).get(0);
        AttemptId attempt = claimed.id();
        bench.startSending(scene, List.of(claimed), NOW);
        CallSpans first = new CallSpans(telemetry, 1, "first");
        first.placed(first.placing(scene.tenant, claimed), null);

        QuarkusMock.installMockForType(new CallSpans(telemetry, 1, "second"), CallSpans.class);
        bench.report(
                NOW,
                new CallEvent.Ringing(scene.tenant, attempt, NOW.plusSeconds(1)),
                new CallEvent.Answered(scene.tenant, attempt, NOW.plusSeconds(3)),
                Bench.end(scene.tenant, attempt, Outcome.ANSWERED_HUMAN, Disposition.BOOKED, NOW.plusSeconds(9)));

        UUID id = attempt.value();
        SpanData call = span(id, "call");
        assertThat(call.getTraceId()).isEqualTo(attempt.toString().replace("-", ""));
        assertThat(call.getStartEpochNanos()).isEqualTo(NOW.getEpochSecond() * 1_000_000_000);
        assertThat(call.getEndEpochNanos()).isEqualTo(NOW.plusSeconds(9).getEpochSecond() * 1_000_000_000);
        assertThat(call.getEvents())
                .filteredOn(each -> each.getName().equals("answered"))
                .extracting(EventData::getEpochNanos)
                .containsExactly(NOW.plusSeconds(3).getEpochSecond() * 1_000_000_000);
        SpanData place = span(id, "place");
        assertThat(place.getAttributes().get(REPLICA)).isEqualTo("first");
        assertThat(place.getAttributes().get(RESULT)).isEqualTo("unknown");
        SpanData settle = span(id, "settle");
        assertThat(settle.getAttributes().get(REPLICA)).isEqualTo("second");
        assertThat(List.of(place.getParentSpanId(), settle.getParentSpanId())).containsOnly(call.getSpanId());
    }

    @Test
    void aShareOfCallsIsFollowedAndAllReplicasAgreeWhich() {
        CallSpans first = new CallSpans(telemetry, 0.25, "first");
        CallSpans second = new CallSpans(telemetry, 0.25, "second");
        List<UUID> calls =
                Stream.generate(() -> AttemptId.next().value()).limit(4_000).toList();
        assertThat(calls).allMatch(call -> first.follows(call) == second.follows(call));
        // Of 4,000 at a quarter 1,000 are expected with a deviation of 27; this is more than seven of them.
        assertThat(calls.stream().filter(first::follows).count()).isBetween(800L, 1_200L);
        assertThat(calls).allMatch(new CallSpans(telemetry, 1, "all")::follows);
        assertThat(calls).noneMatch(new CallSpans(telemetry, 0, "none")::follows);
    }

    @Test
    void whoIsNotFollowedLeavesNothing() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        scene.closed();
        CallSpans none = new CallSpans(telemetry, 0, "none");
        Span span = none.placing(scene.tenant, bench.claim(scene, NOW).get(0));
        none.placed(span, new Placed.Accepted("x"));
        assertThat(exported.getFinishedSpanItems()).isEmpty();
    }

    private List<SpanData> spans(UUID attempt) {
        return exported.getFinishedSpanItems().stream()
                .filter(each -> each.getTraceId().equals(CallTraceIds.trace(attempt)))
                .toList();
    }

    private SpanData span(UUID attempt, String name) {
        return spans(attempt).stream()
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
