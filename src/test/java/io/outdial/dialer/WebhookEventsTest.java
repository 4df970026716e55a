package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.telephony.CallEvent;
import io.outdial.webhook.Post;
import io.outdial.webhook.Receiver;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What webhooks hear of campaigns, calls, opt-outs and imports. */
@QuarkusTest
class WebhookEventsTest {

    private static final Instant NOW = Scene.OPEN;

    @Inject
    Bench bench;

    @Inject
    Post post;

    private Receiver receiver;

    @BeforeEach
    void open() {
        receiver = new Receiver();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private List<Receiver.Message> heard(Scene scene, String type) {
        post.deliver(scene.tenant, Instant.now().plusSeconds(5));
        return receiver.messages.stream()
                .filter(each -> each.type().equals(type))
                .toList();
    }

    private List<Claimed> live(Scene scene, int count) {
        List<Claimed> calls = bench.claim(scene, NOW);
        assertThat(calls).hasSize(count);
        bench.startSending(scene, calls, NOW);
        return calls;
    }

    private static CallEvent[] ends(Scene scene, List<Claimed> calls, Disposition disposition) {
        return calls.stream()
                .map(call ->
                        Bench.end(scene.tenant, call.id(), Outcome.ANSWERED_HUMAN, disposition, NOW.plusSeconds(60)))
                .toArray(CallEvent[]::new);
    }

    @Test
    void aBatchOfCallsThatNobodyWantsToHearOfWritesNothing() {
        Scene scene = new Scene(bench.db, Map.of(), 2);
        Post.subscribe(scene.api, receiver.url(), List.of("campaign.paused"));
        scene.closed();
        bench.report(NOW, ends(scene, live(scene, 2), Disposition.BOOKED));
        assertThat(scene.count("attempt")).isEqualTo(2);
        assertThat(scene.count("webhook_event")).isZero();
    }

    @Test
    void aBatchOfCallsWritesOneRowAndEachCallIsAMessage() {
        Scene scene = new Scene(bench.db, Map.of(), 3);
        Post.subscribe(scene.api, receiver.url(), List.of("call.ended"));
        String campaign = scene.closed();
        List<Claimed> calls = live(scene, 3);
        bench.report(NOW, ends(scene, calls, Disposition.BOOKED));
        assertThat(scene.count("webhook_event")).isEqualTo(1);

        List<Receiver.Message> messages = heard(scene, "call.ended");
        assertThat(messages).hasSize(3);
        assertThat(messages.stream().map(Receiver.Message::id).collect(Collectors.toSet()))
                .isEqualTo(calls.stream().map(each -> each.id().toString()).collect(Collectors.toSet()));
        JsonObject data = messages.get(0).data();
        assertThat(data.fieldNames())
                .isEqualTo(Set.of(
                        "callId",
                        "campaignId",
                        "customerId",
                        "attemptNo",
                        "phone",
                        "outcome",
                        "disposition",
                        "startedAt",
                        "answeredAt",
                        "endedAt",
                        "talkSeconds",
                        "cost"));
        assertThat(data.getString("campaignId")).isEqualTo(campaign);
        assertThat(data.getString("outcome")).isEqualTo("answered_human");
        assertThat(data.getString("disposition")).isEqualTo("booked");
        assertThat(data.getJsonObject("cost").getString("currency")).isEqualTo("SAR");
        calls.forEach(call -> assertThat(messages).allSatisfy(each -> assertThat(each.raw())
                .doesNotContain(call.phone().substring(1), "Sara")));
    }

    @Test
    void whoDisablesItsWebhookCostsTheDialerNothingAnyMore() {
        Scene scene = new Scene(bench.db, Map.of(), 2);
        String id = Post.subscribe(scene.api, receiver.url(), null).get("id");
        assertThat(heardOf(scene)).isTrue();
        scene.api
                .manager()
                .header("If-Match", "*")
                .body(Map.of("enabled", false))
                .patch("/api/v1/webhooks/" + id)
                .then()
                .statusCode(200);
        assertThat(heardOf(scene)).isFalse();
    }

    private static boolean heardOf(Scene scene) {
        return scene.one("select call_events from tenant_capacity where tenant_id = $1")
                .getBoolean("call_events");
    }

    @Test
    void aCampaignsChangesAreHeardAndAPersonsWordsStay() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        String id = Post.subscribe(scene.api, receiver.url(), null).get("id");
        String campaign = scene.closed();
        scene.act(campaign, "pause", "{\"reason\": \"Sara called\"}");
        scene.act(campaign, "resume", "{}");
        scene.act(campaign, "stop", "{}");
        post.deliver(scene.tenant, Instant.now().plusSeconds(5));
        assertThat(receiver.messages)
                .extracting(Receiver.Message::type)
                .containsExactlyInAnyOrder(
                        "campaign.scheduled",
                        "campaign.activated",
                        "campaign.paused",
                        "campaign.resumed",
                        "campaign.stopped");
        JsonObject paused = heard(scene, "campaign.paused").get(0).data();
        assertThat(paused)
                .isEqualTo(new JsonObject()
                        .put("campaignId", campaign)
                        .put("from", "active")
                        .put("to", "paused")
                        .put("automatic", false));
        assertThat(id).isNotNull();
    }

    @Test
    void anAutomaticPauseSaysWhy() {
        Scene scene = new Scene(bench.db, Map.of(), 20);
        Post.subscribe(scene.api, receiver.url(), List.of("campaign.paused", "campaign.guard_tripped"));
        scene.closedWith(new JsonObject()
                .put("quality", new JsonObject().put("minSuccessRate", 0.2).put("minSample", 20)));
        bench.report(NOW.plusSeconds(60), ends(scene, live(scene, 20), Disposition.DECLINED));
        JsonObject paused = heard(scene, "campaign.paused").get(0).data();
        assertThat(paused.getBoolean("automatic")).isTrue();
        assertThat(paused.getString("by")).isEqualTo("guard");
        assertThat(paused.getString("reason")).contains("success_rate is 0.000 in the last 20");
        JsonObject figures = heard(scene, "campaign.guard_tripped").get(0).data();
        assertThat(figures.getString("guard")).isEqualTo("success_rate");
        assertThat(figures.getInteger("sample")).isEqualTo(20);
    }

    @Test
    void optOutsAreHeardByIdAndMaskedNumber() {
        Scene scene = new Scene(bench.db, Map.of(), 2);
        Post.subscribe(scene.api, receiver.url(), List.of("opt_out.recorded"));
        scene.closed();
        List<Claimed> calls = live(scene, 2);
        bench.report(NOW, ends(scene, calls.subList(0, 1), Disposition.OPTED_OUT));
        String other = calls.get(1).phone();
        for (int i = 0; i < 2; i++) { // the second time it is nothing new
            scene.api
                    .manager()
                    .body(Map.of("phone", other, "reason", "said Sara"))
                    .post("/api/v1/opt-outs")
                    .then()
                    .statusCode(201);
        }
        List<Receiver.Message> messages = heard(scene, "opt_out.recorded");
        assertThat(messages)
                .extracting(each -> each.data().getString("source"))
                .containsExactlyInAnyOrder("call", "api");
        assertThat(messages).allSatisfy(each -> {
            assertThat(each.data().getJsonArray("customerIds")).hasSize(1);
            assertThat(each.data().getString("phone")).contains("***");
            assertThat(each.raw())
                    .doesNotContain(other.substring(1), calls.get(0).phone().substring(1), "Sara");
        });
    }

    @Test
    void aFinishedImportIsHeardWithItsCounts() {
        Scene scene = new Scene(bench.db, Map.of(), 0);
        Post.subscribe(scene.api, receiver.url(), List.of("import.finished"));
        scene.api
                .manager()
                .contentType("text/csv")
                .body("external_id,phone\n1,+966512345678\n2,nonsense\n")
                .post("/api/v1/customers/import")
                .then()
                .statusCode(200);
        JsonObject data = heard(scene, "import.finished").get(0).data();
        assertThat(data.getString("state")).isEqualTo("finished");
        assertThat(data.getInteger("received")).isEqualTo(2);
        assertThat(data.getInteger("accepted")).isEqualTo(1);
        assertThat(data.getInteger("rejected")).isEqualTo(1);
    }
}
