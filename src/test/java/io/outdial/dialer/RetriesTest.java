package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.Outcome;
import io.outdial.telephony.CallEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When somebody is called again, as the queue and the next claims show it. */
@QuarkusTest
class RetriesTest {

    private static final Instant NOW = Scene.OPEN;

    @Inject
    Bench bench;

    @Test
    void anIntervalIsTakenLiterally() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        scene.closedWith(retry(new JsonObject().put("maxAttempts", 3).put("intervals", Map.of("busy", "PT17M"))));
        Instant ended = end(scene, NOW, Outcome.BUSY);
        assertThat(bench.claim(scene, ended.plus(Duration.ofMinutes(17)).minusMillis(1)))
                .isEmpty();
        assertThat(bench.claim(scene, ended.plus(Duration.ofMinutes(17)))).hasSize(1);
    }

    @Test
    void whoAskedToBeCalledBackGoesAheadOfOlderRetries() {
        Scene scene = new Scene(bench.db, Map.of(), 3);
        scene.closedWith(retry(new JsonObject().put("maxAttempts", 3).put("intervals", Map.of("busy", "PT1M"))));
        List<Claimed> calls = bench.claim(scene, NOW);
        bench.startSending(scene, calls, NOW);
        Instant asked = NOW.plus(Duration.ofHours(2));
        bench.report(
                NOW.plusSeconds(30),
                Ending.of(scene, calls.get(0), NOW.plusSeconds(30))
                        .as(Outcome.BUSY)
                        .event(),
                Ending.of(scene, calls.get(1), NOW.plusSeconds(30))
                        .askingFor(asked)
                        .event(),
                Ending.of(scene, calls.get(2), NOW.plusSeconds(30))
                        .as(Outcome.BUSY)
                        .event());
        assertThat(claim(scene, 3, asked.minusMillis(1)))
                .extracting(Claimed::phone)
                .containsExactlyInAnyOrder(calls.get(0).phone(), calls.get(2).phone());
        Scene other = new Scene(bench.db, Map.of(), 3);
        other.closedWith(retry(new JsonObject().put("maxAttempts", 3).put("intervals", Map.of("busy", "PT1M"))));
        List<Claimed> theirs = bench.claim(other, NOW);
        bench.startSending(other, theirs, NOW);
        bench.report(
                NOW.plusSeconds(30),
                Ending.of(other, theirs.get(0), NOW.plusSeconds(30))
                        .as(Outcome.BUSY)
                        .event(),
                Ending.of(other, theirs.get(1), NOW.plusSeconds(30))
                        .askingFor(asked)
                        .event(),
                Ending.of(other, theirs.get(2), NOW.plusSeconds(30))
                        .as(Outcome.BUSY)
                        .event());
        assertThat(claim(other, 1, asked))
                .extracting(Claimed::phone)
                .containsExactly(theirs.get(1).phone());
    }

    @Test
    void whoRejectsTwiceIsNotCalledAThirdTime() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        scene.closedWith(retry(new JsonObject().put("maxAttempts", 5).put("intervals", Map.of("rejected", "PT1M"))));
        Instant first = end(scene, NOW, Outcome.REJECTED);
        end(scene, first.plusSeconds(60), Outcome.REJECTED);
        Row target = scene.one("select state, reason, attempts from target where tenant_id = $1");
        assertThat(target.getString("state")).isEqualTo("exhausted");
        assertThat(target.getString("reason")).isEqualTo("rejected");
        assertThat(target.getInteger("attempts")).isEqualTo(2);
    }

    @Test
    void whatWasNoCallDoesNotMakeARejectionForgotten() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        scene.closedWith(retry(new JsonObject().put("maxAttempts", 5).put("intervals", Map.of("rejected", "PT1M"))));
        Instant first = end(scene, NOW, Outcome.REJECTED);
        Instant inVain = end(scene, first.plusSeconds(60), Outcome.CONGESTION);
        end(scene, inVain.plusSeconds(10), Outcome.REJECTED);
        assertThat(scene.one("select state from target where tenant_id = $1").getString("state"))
                .isEqualTo("exhausted");
    }

    /** Campaigns that ask who was contacted ask for people, not for requests. */
    @Test
    void whatWasNoCallIsNoContact() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        scene.closedWith(retry(new JsonObject().put("maxAttempts", 5)));
        Instant inVain = end(scene, NOW, Outcome.CONGESTION);
        assertThat(scene.count("customer_contact")).isZero();
        Instant busy = end(scene, inVain.plusSeconds(10), Outcome.BUSY);
        end(scene, busy.plus(Duration.ofHours(3)), Outcome.CONGESTION);
        Row contact = scene.one("select calls, last_outcome from customer_contact where tenant_id = $1");
        assertThat(contact.getInteger("calls")).isEqualTo(1);
        assertThat(contact.getString("last_outcome")).isEqualTo("busy");
    }

    /** They go on going ahead of others, and a follow-up on them finds them. */
    @Test
    void whoAskedToBeCalledBackIsOwedThatUntilThereWasAConversation() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        scene.closedWith(retry(new JsonObject().put("maxAttempts", 2)));
        List<Claimed> calls = bench.claim(scene, NOW);
        bench.startSending(scene, calls, NOW);
        Instant asked = NOW.plus(Duration.ofHours(2));
        bench.report(NOW, Ending.of(scene, calls.get(0), NOW).askingFor(asked).event());
        Instant inVain = end(scene, asked, Outcome.CONGESTION);
        assertThat(scene.one("select disposition from ready where tenant_id = $1")
                        .getString("disposition"))
                .as("after what was no call")
                .isEqualTo("callback_requested");
        end(scene, inVain.plusSeconds(10), Outcome.NO_ANSWER);
        assertThat(scene.one("select disposition from target where tenant_id = $1")
                        .getString("disposition"))
                .as("after a call that nobody answered")
                .isEqualTo("callback_requested");
    }

    @Test
    void anOutcomeThatStopsExhausts() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        scene.closedWith(
                retry(new JsonObject().put("maxAttempts", 5).put("stopOn", new JsonArray().add("answered_machine"))));
        end(scene, NOW, Outcome.ANSWERED_MACHINE);
        assertThat(scene.one("select state from target where tenant_id = $1").getString("state"))
                .isEqualTo("exhausted");
    }

    @Test
    void aPersonsDayIsUsedUpUntilTheirMidnight() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        scene.closedWith(retry(new JsonObject()
                .put("maxAttempts", 5)
                .put("maxAttemptsPerDay", 2)
                .put("intervals", Map.of("busy", "PT1M"))));
        Instant first = end(scene, NOW, Outcome.BUSY);
        Instant second = end(scene, first.plusSeconds(60), Outcome.BUSY);
        assertThat(bench.claim(scene, second.plusSeconds(60))).isEmpty();
        Row waits = scene.one("select state, reason, due_at from ready where tenant_id = $1");
        assertThat(waits.getString("state")).isEqualTo("deferred");
        ZoneId riyadh = ZoneId.of("Asia/Riyadh");
        assertThat(waits.getOffsetDateTime("due_at").toInstant())
                .isAfterOrEqualTo(NOW.atZone(riyadh)
                        .toLocalDate()
                        .plusDays(1)
                        .atStartOfDay(riyadh)
                        .toInstant());
    }

    @Test
    void congestionGivesBackTheAttemptAndTheDaysCount() {
        Scene scene = new Scene(bench.db, Map.of("maxDailyCalls", 2), 2);
        scene.closedWith(new JsonObject().put("calls", new JsonObject().put("maxDailyCalls", 2)));
        List<Claimed> calls = bench.claim(scene, NOW);
        bench.startSending(scene, calls, NOW);
        calls.forEach(call -> bench.report(
                NOW.plusSeconds(1),
                Ending.of(scene, call, NOW.plusSeconds(1))
                        .as(Outcome.CONGESTION)
                        .event()));
        assertThat(scene.one("select placed_today from campaign_counter where tenant_id = $1")
                        .getInteger("placed_today"))
                .isZero();
        assertThat(bench.claim(scene, NOW.plusSeconds(2))).as("not at once").isEmpty();
        assertThat(bench.claim(scene, NOW.plusSeconds(60))).hasSize(2);
    }

    @Test
    void whatRangAndFoundNoRoomUsesTheAttemptsUp() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        scene.closedWith(retry(new JsonObject().put("maxAttempts", 2).put("intervals", Map.of("no_answer", "PT1M"))));
        Instant first = ring(scene, NOW, Outcome.CONGESTION);
        Row waits = scene.one("select state, reason, attempts from ready where tenant_id = $1");
        assertThat(waits.getString("state") + " " + waits.getString("reason")).isEqualTo("waiting_retry no_answer");
        assertThat(waits.getInteger("attempts")).isEqualTo(1);
        ring(scene, first.plusSeconds(60), Outcome.CONGESTION);
        Row target = scene.one("select state, reason, attempts from target where tenant_id = $1");
        assertThat(target.getString("state") + " " + target.getString("reason")).isEqualTo("exhausted no_answer");
        assertThat(target.getInteger("attempts")).isEqualTo(2);
        assertThat(scene.sql("select from attempt where tenant_id = $1 and outcome = 'congestion' and consumed"))
                .as("what the network said is kept")
                .hasSize(2);
    }

    @Test
    void aNumberThatAgainFindsNoRoomLetsOthersGoAhead() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        scene.closed();
        Instant first = end(scene, NOW, Outcome.CONGESTION);
        Instant second = end(scene, first.plusSeconds(10), Outcome.CONGESTION);
        assertThat(bench.claim(scene, second.plus(Duration.ofMinutes(15)).minusSeconds(1)))
                .isEmpty();
        assertThat(bench.claim(scene, second.plus(Duration.ofMinutes(30)))).hasSize(1);
    }

    private List<Claimed> claim(Scene scene, int room, Instant at) {
        return bench.claim(scene, room, at);
    }

    /** One call from its claim to this end, half a minute later. */
    private Instant end(Scene scene, Instant at, Outcome outcome) {
        return end(scene, at, outcome, false);
    }

    /** The same of a call that rang. */
    private Instant ring(Scene scene, Instant at, Outcome outcome) {
        return end(scene, at, outcome, true);
    }

    private Instant end(Scene scene, Instant at, Outcome outcome, boolean rings) {
        List<Claimed> calls = bench.claim(scene, at);
        assertThat(calls).hasSize(1);
        bench.startSending(scene, calls, at);
        if (rings) {
            bench.report(
                    at.plusSeconds(5),
                    new CallEvent.Ringing(scene.tenant, calls.get(0).id(), at.plusSeconds(5)));
        }
        Instant ended = at.plusSeconds(30);
        bench.report(ended, Ending.of(scene, calls.get(0), ended).as(outcome).event());
        return ended;
    }

    private static JsonObject retry(JsonObject retry) {
        return new JsonObject().put("calls", new JsonObject().put("retry", retry));
    }
}
