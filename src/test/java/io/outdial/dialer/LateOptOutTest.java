package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.CallMemory;
import io.outdial.telephony.Heard;
import io.outdial.telephony.decide.AnsweredBy;
import io.outdial.telephony.decide.CallNews;
import io.outdial.telephony.decide.CallNews.Conversation;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Somebody who does not want to be called is not called, whenever that is reported and whatever else is said of the call. */
@QuarkusTest
class LateOptOutTest {

    private static final Instant NOW = Scene.OPEN;
    private static final Heard PRESSED = new Heard("19", null);
    private static final Heard SAID = new Heard(null, "Please, STOP calling!");
    private static final Heard NOTHING_OF_IT = new Heard("1", "yes, tomorrow");

    @Inject
    Bench bench;

    @Inject
    CallMemory memory;

    @Test
    void keysAndWordsThatAreReportedAfterTheEndOptOut() {
        Scene scene = scene(3);
        List<AttemptId> calls = sent(scene);
        calls.forEach(call -> bench.report(NOW, end(scene, call, Disposition.NONE, null)));
        assertThat(scene.count("attempt")).isEqualTo(3);

        bench.report(NOW, end(scene, calls.get(0), Disposition.NONE, PRESSED));
        bench.report(NOW, end(scene, calls.get(1), Disposition.BOOKED, SAID));
        bench.report(NOW, end(scene, calls.get(2), Disposition.BOOKED, NOTHING_OF_IT));

        assertThat(sources(scene)).containsExactlyInAnyOrder("dtmf", "phrase");
        assertThat(scene.sql("select from attempt where tenant_id = $1 and disposition <> 'none'"))
                .as("what the calls came to stays as it was settled")
                .isEmpty();
    }

    @Test
    void anOptOutThatIsToldTogetherWithTheEndButAfterItCounts() {
        Scene scene = scene(2);
        List<AttemptId> calls = sent(scene);

        bench.report(
                NOW,
                end(scene, calls.get(0), Disposition.NONE, null),
                end(scene, calls.get(1), Disposition.BOOKED, null),
                end(scene, calls.get(0), Disposition.OPTED_OUT, null),
                end(scene, calls.get(1), Disposition.NONE, PRESSED));

        assertThat(sources(scene)).containsExactlyInAnyOrder("call", "dtmf");
        assertThat(scene.sql("select from attempt where tenant_id = $1 and disposition = 'opted_out'"))
                .hasSize(2);
    }

    @Test
    void anOptOutIsKeptOnceItsReportIsTaken() {
        Scene scene = scene(2);
        List<AttemptId> calls = sent(scene);
        calls.forEach(
                call -> take(scene, call, CallNews.of("end", NOW, "c-" + call).ended(Outcome.ANSWERED_HUMAN, null, 9)));
        await().atMost(Scene.PATIENCE).until(() -> scene.count("attempt") == 2);

        take(scene, calls.get(0), said("report", Disposition.OPTED_OUT, null));
        assertThat(sources(scene)).as("a crash now loses nothing").containsExactly("call");
        take(scene, calls.get(1), said("report", Disposition.BOOKED, PRESSED));
        assertThat(sources(scene)).containsExactlyInAnyOrder("call", "dtmf");
    }

    @Test
    void anOptOutIsKeptWhenTheEndIsKnownAndNotSettledYet() {
        Scene scene = scene(1);
        AttemptId call = sent(scene).get(0);

        take(scene, call, CallNews.of("end", NOW, "c").ended(Outcome.ANSWERED_HUMAN, null, 9));
        take(scene, call, said("report", Disposition.NONE, SAID));

        assertThat(sources(scene)).containsExactly("phrase");
    }

    @Test
    void whatASecondReportSaysOptsOutToo() {
        Scene scene = scene(1);
        AttemptId call = sent(scene).get(0);
        take(scene, call, CallNews.of("end", NOW, "c").ended(Outcome.ANSWERED_HUMAN, null, 9));
        take(scene, call, said("first", Disposition.BOOKED, NOTHING_OF_IT));
        assertThat(sources(scene)).isEmpty();

        take(scene, call, said("second", Disposition.OPTED_OUT, null));

        assertThat(sources(scene)).containsExactly("call");
    }

    @Test
    void anOptOutOfACallThatWasGivenUpIsKept() {
        Scene scene = scene(1);
        AttemptId call = sent(scene).get(0);
        bench.report(NOW, Bench.end(scene.tenant, call, Outcome.UNKNOWN, Disposition.NONE, NOW));
        assertThat(scene.count("attempt")).isEqualTo(1);

        take(scene, call, said("report", Disposition.OPTED_OUT, null));
        take(scene, call, CallNews.of("end", NOW, "c").ended(Outcome.ANSWERED_HUMAN, null, 9));

        assertThat(sources(scene)).containsExactly("call");
    }

    @Test
    void whoOptedOutOfWhatSeemedToBeAMachineIsNotCalledAgain() {
        Scene scene = scene(1);
        AttemptId call = sent(scene).get(0);
        take(scene, call, CallNews.of("who", NOW, "c").by(AnsweredBy.MACHINE));
        take(scene, call, said("report", Disposition.OPTED_OUT, null));
        take(scene, call, CallNews.of("end", NOW, "c").ended(Outcome.ANSWERED_HUMAN, null, 9));
        await().atMost(Scene.PATIENCE).until(() -> scene.count("attempt") == 1);

        assertThat(sources(scene)).containsExactly("call");
        assertThat(scene.one("select state || ' ' || reason as what from target where tenant_id = $1")
                        .getString("what"))
                .isEqualTo("completed opted_out");
    }

    private Scene scene(int customers) {
        Scene scene = new Scene(bench.db, Map.of(), customers);
        JsonObject ways = new JsonObject().put("dtmf", "9").put("phrases", new JsonArray().add("stop calling"));
        scene.closed(new JsonObject().put("optOut", ways));
        return scene;
    }

    private List<AttemptId> sent(Scene scene) {
        List<Claimed> claimed = bench.claim(scene, NOW);
        bench.startSending(scene, claimed, NOW);
        return claimed.stream().map(Claimed::id).toList();
    }

    private void take(Scene scene, AttemptId call, CallNews news) {
        memory.take(scene.tenant, call, news, false).await().atMost(Scene.PATIENCE);
    }

    private static CallNews said(String key, Disposition disposition, Heard heard) {
        return CallNews.of(key, NOW, null).said(new Conversation(disposition, null, null, null, heard, null));
    }

    private static CallEvent.Ended end(Scene scene, AttemptId call, Disposition disposition, Heard heard) {
        return new CallEvent.Ended(
                scene.tenant,
                call,
                NOW,
                Outcome.ANSWERED_HUMAN,
                disposition,
                null,
                9,
                null,
                null,
                null,
                null,
                null,
                heard);
    }

    private static List<String> sources(Scene scene) {
        return scene.sql("select source from do_not_call where tenant_id = $1 and list = 'opt_out'").stream()
                .map(row -> row.getString("source"))
                .toList();
    }
}
