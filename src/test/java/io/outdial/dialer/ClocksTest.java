package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.Outcome;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Limits hold though claims of replicas whose clocks differ, or who waited, come in another order than their moments; and what is
 * permitted is asked of the clock of who claims.
 */
@QuarkusTest
class ClocksTest {

    private static final ZonedDateTime MORNING = Scene.OPEN.atZone(ZoneId.of("Asia/Riyadh"));
    private static final Instant MIDNIGHT =
            MORNING.toLocalDate().plusDays(1).atStartOfDay(MORNING.getZone()).toInstant();

    @Inject
    Bench bench;

    @Inject
    CapacityDb capacity;

    @Test
    void aClaimOfYesterdayDoesNotForgetWhatTodayWasCalled() {
        Scene scene = new Scene(bench.db, Map.of("maxDailyCalls", 5), 20);
        bothDays(scene);
        assertThat(claim(scene, 3, MIDNIGHT.plusMillis(30))).hasSize(3);
        int late = claim(scene, 1, MIDNIGHT.minusMillis(20)).size();
        assertThat(late).isEqualTo(1);
        assertThat(claim(scene, 20, MIDNIGHT.plusMillis(60)))
                .as("five a day, and four were begun")
                .hasSize(1);
        Row counter = scene.one("select day, placed_today from campaign_counter where tenant_id = $1");
        assertThat(counter.getLocalDate("day")).isEqualTo(MORNING.toLocalDate().plusDays(1));
        assertThat(counter.getInteger("placed_today")).isEqualTo(5);
    }

    @Test
    void whatACampaignMayCallADayHoldsTheSameWay() {
        Scene scene = new Scene(bench.db, Map.of(), 20);
        bothDays(scene, new JsonObject().put("maxDailyCalls", 5));
        claim(scene, 3, MIDNIGHT.plusMillis(30));
        claim(scene, 1, MIDNIGHT.minusMillis(20));
        assertThat(claim(scene, 20, MIDNIGHT.plusMillis(60))).hasSize(1);
    }

    @Test
    void aCallThatWasCountedTodayIsTakenFromTodayWhenItIsNotSent() {
        Scene scene = new Scene(bench.db, Map.of("maxDailyCalls", 5), 20);
        bothDays(scene);
        claim(scene, 3, MIDNIGHT.plusMillis(30));
        List<Claimed> late = claim(scene, 1, MIDNIGHT.minusMillis(20));
        bench.settlement
                .release(
                        scene.tenant,
                        late.stream().map(each -> each.id().value()).toList(),
                        MIDNIGHT.plusMillis(40))
                .await()
                .atMost(Scene.PATIENCE);
        assertThat(claim(scene, 20, MIDNIGHT.plusMillis(60))).hasSize(2);
    }

    /** It is a day later there; the calls were begun on that day too. */
    @Test
    void anotherZoneGivesNobodyTheDaysLimitTwice() {
        Scene tenants = new Scene(bench.db, Map.of("maxDailyCalls", 5), 20);
        Scene campaigns = new Scene(bench.db, Map.of(), 20);
        for (Scene scene : List.of(tenants, campaigns)) {
            moveTo(scene, "Pacific/Honolulu");
            scene.closedWith(new JsonObject()
                    .put("calls", new JsonObject().put("maxDailyCalls", scene == campaigns ? 5 : 10_000)));
            assertThat(claim(scene, 20, Scene.OPEN)).hasSize(5);
            moveTo(scene, "Pacific/Kiritimati");
            assertThat(claim(scene, 20, Scene.OPEN.plusSeconds(60))).isEmpty();
            assertThat(claim(scene, 20, Scene.OPEN.plus(7, ChronoUnit.DAYS))).hasSize(5);
        }
    }

    private static void moveTo(Scene scene, String zone) {
        scene.sql("update tenant set time_zone = $2 where tenant_id = $1", zone);
    }

    @Test
    void noTimeIsRefilledTwice() {
        Scene scene = new Scene(bench.db, Map.of("callsPerSecond", 10), 60);
        scene.closed();
        assertThat(claim(scene, 50, Scene.OPEN)).as("a burst").hasSize(2);
        int begun = 0;
        for (int i = 0; i < 10; i++) {
            begun += claim(scene, 50, Scene.OPEN.plusMillis(500)).size();
            begun += claim(scene, 50, Scene.OPEN).size();
        }
        assertThat(begun).as("a burst refilled once").isEqualTo(2);
    }

    @Test
    void aClockThatWasSetWrongOnceHoldsNothingUp() {
        Scene scene = new Scene(bench.db, Map.of("callsPerSecond", 10), 60);
        scene.closed();
        assertThat(claim(scene, 50, Scene.OPEN.plusSeconds(3600))).isNotEmpty();
        assertThat(claim(scene, 1, Scene.OPEN)).isNotNull();
        assertThat(claim(scene, 50, Scene.OPEN.plusSeconds(2))).isNotEmpty();
    }

    @Test
    void anothersFastClockOpensNoWindowEarly() {
        Scene scene = new Scene(bench.db, Map.of(), 20);
        scene.closed();
        Instant opens = MORNING.withHour(9).truncatedTo(ChronoUnit.HOURS).toInstant();
        assertThat(claim(scene, 1, opens.plusSeconds(20)))
                .as("a clock that is 50 s ahead")
                .hasSize(1);
        assertThat(claim(scene, 10, opens.minusSeconds(29)))
                .as("a right clock, a second later")
                .isEmpty();
        assertThat(claim(scene, 10, opens)).as("when it opens").isNotEmpty();
    }

    @Test
    void anothersFastClockBringsNoRetryForward() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        scene.closedWith(new JsonObject()
                .put(
                        "calls",
                        new JsonObject()
                                .put(
                                        "retry",
                                        new JsonObject()
                                                .put("maxAttempts", 3)
                                                .put("intervals", new JsonObject().put("busy", "PT10M")))));
        List<Claimed> first = claim(scene, 1, Scene.OPEN);
        bench.startSending(scene, first, Scene.OPEN);
        bench.report(
                Scene.OPEN,
                Ending.of(scene, first.get(0), Scene.OPEN).as(Outcome.BUSY).event());
        Instant due = scene.one("select due_at from ready where tenant_id = $1 and due_at is not null")
                .getOffsetDateTime("due_at")
                .toInstant();
        scene.sql(
                "update tenant_capacity set tokens_at = $2 where tenant_id = $1",
                due.plusSeconds(20).atOffset(ZoneOffset.UTC));
        assertThat(claim(scene, 10, due.minusSeconds(5)))
                .as("a last claim that a clock made that is ahead")
                .isEmpty();
        assertThat(claim(scene, 10, due)).as("when it is due").hasSize(1);
    }

    @Test
    void theClockIsReadWhenTheTenantsTurnToCountHasCome() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        scene.closed();
        CompletableFuture<Void> before = new CompletableFuture<>();
        AtomicInteger looks = new AtomicInteger();
        CompletableFuture<Void> first = capacity.alone(
                        scene.tenant, c -> Uni.createFrom().completionStage(before))
                .subscribeAsCompletionStage();
        CompletableFuture<Claims.Result> claimed = bench.claims
                .claim(scene.tenant, 1, () -> {
                    looks.incrementAndGet();
                    return Scene.OPEN;
                })
                .subscribeAsCompletionStage();
        assertThat(looks).as("while it waits").hasValue(0);
        before.complete(null);
        assertThat(first).succeedsWithin(Scene.PATIENCE);
        assertThat(claimed).succeedsWithin(Scene.PATIENCE);
        assertThat(looks).hasPositiveValue();
    }

    private List<Claimed> claim(Scene scene, int room, Instant now) {
        return bench.claim(scene, room, now);
    }

    private static void bothDays(Scene scene) {
        bothDays(scene, new JsonObject());
    }

    /** A campaign that calls around midnight. */
    private static void bothDays(Scene scene, JsonObject calls) {
        JsonObject always = new JsonObject()
                .put("days", new JsonArray().add(weekday(MORNING)).add(weekday(MORNING.plusDays(1))))
                .put("from", "00:00")
                .put("to", "24:00");
        scene.closedWith(new JsonObject()
                .put("calls", calls.put("windows", new JsonArray().add(always)))
                .put("compliance", new JsonObject().put("regulation", "none")));
    }

    private static String weekday(ZonedDateTime day) {
        return day.getDayOfWeek().name().substring(0, 3).toLowerCase(Locale.ROOT);
    }
}
