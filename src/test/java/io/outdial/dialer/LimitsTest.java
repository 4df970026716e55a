package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.outdial.support.QuietMachine;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Limits and pauses as the network sees them: campaigns that really run, and the journal of the calls that were made. */
@QuarkusTest
class LimitsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Bench bench;

    @Test
    void neverMoreCallsAtOnceThanAllowedAndNeverTwoToOneNumber() {
        Scene scene = new Scene(bench.db, Map.of("maxConcurrentCalls", 9), 80);
        String[] campaigns = {running(scene, 6, 10_000), running(scene, 6, 10_000)};
        await().atMost(PATIENCE).until(() -> scene.count("attempt") >= 80);
        for (String campaign : campaigns) {
            scene.act(campaign, "stop", "{}");
        }
        await().atMost(PATIENCE).until(() -> scene.count("live_attempt") == 0);

        Map<String, String> attempts = attempts(scene);
        CallJournal journal = CallJournal.of(attempts::containsKey);
        assertThat(journal.created())
                .as("every attempt was asked for once")
                .doesNotHaveDuplicates()
                .hasSize(attempts.size());
        assertThat(journal.mostAtOnce(line -> "tenant").get("tenant")).isBetween(QuietMachine.bound(6, 2), 9);
        assertThat(journal.mostAtOnce(line -> attempts.get(line.attempt())).values())
                .allMatch(most -> most <= 6);
        assertThat(journal.mostAtOnce(CallJournal.Line::phone).values()).containsOnly(1);
    }

    @Test
    void theDaysLimitsAreReachedAndNotPassed() {
        Scene scene = new Scene(bench.db, Map.of("maxDailyCalls", 25), 60);
        String small = running(scene, 20, 7);
        running(scene, 20, 100);
        await().atMost(PATIENCE).until(() -> scene.count("attempt") == 25);
        await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> scene.count("call") == 25);
        Map<String, String> attempts = attempts(scene);
        assertThat(CallJournal.of(attempts::containsKey).created()).hasSize(25).doesNotHaveDuplicates();
        assertThat(attempts.values().stream().filter(small::equals)).hasSizeLessThanOrEqualTo(7);
    }

    @Test
    void aPauseStopsTheCallsAndAResumeCallsNobodyTwice() {
        Scene scene = new Scene(bench.db, Map.of("maxConcurrentCalls", 2), 60);
        String campaign = running(scene, 8, 10_000);
        await().atMost(PATIENCE).until(() -> scene.count("attempt") > 2);
        scene.act(campaign, "pause", "{}");
        await().atMost(PATIENCE).until(() -> scene.count("live_attempt") == 0);
        int before = scene.count("attempt");
        assertThat(before).isLessThan(60);
        await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> scene.count("call") == before);
        assertThat(CallJournal.of(attempts(scene)::containsKey).created()).hasSize(before);
        assertThat(scene.progress(campaign).getString("state")).isEqualTo("paused");

        scene.sql("update tenant set max_concurrent_calls = 8 where tenant_id = $1"); // slowly until now, to be in time
        scene.act(campaign, "resume", "{}");
        await().atMost(PATIENCE)
                .until(() -> scene.progress(campaign).getString("state").equals("completed"));
        Map<String, String> attempts = attempts(scene);
        CallJournal journal = CallJournal.of(attempts::containsKey);
        assertThat(journal.created()).hasSize(60).doesNotHaveDuplicates();
        assertThat(journal.lines().stream().map(CallJournal.Line::phone).distinct())
                .as("one attempt each was allowed")
                .hasSize(60);
        String metrics = RestAssured.get("/q/metrics").asString();
        assertThat(metrics)
                .containsPattern("outdial_dialer_attempts_total\\{outcome=\"answered_human\"\\} [1-9]")
                .containsPattern("outdial_dialer_claim_seconds_count [1-9]")
                .containsPattern("outdial_dialer_claim_size_sum [1-9]")
                .doesNotContain(scene.api.tenantId);
    }

    private static String running(Scene scene, int concurrent, int daily) {
        return scene.campaign(new JsonObject()
                .put("windows", Scene.ALWAYS)
                .put("retry", new JsonObject().put("maxAttempts", 1))
                .put("maxConcurrentCalls", concurrent)
                .put("maxDailyCalls", daily));
    }

    /** Attempts of the tenant and their campaigns. */
    private static Map<String, String> attempts(Scene scene) {
        Map<String, String> attempts = new HashMap<>();
        for (Row row : scene.sql("select attempt_id, campaign_id from call where tenant_id = $1")) {
            attempts.put(
                    row.getUUID("attempt_id").toString(),
                    row.getUUID("campaign_id").toString());
        }
        return attempts;
    }
}
