package io.outdial.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.outdial.cluster.Cluster.Plan;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every row of the crash table of docs/guarantees.md. A process of the packaged jar dies exactly there, what it leaves in the
 * database and on the network is looked at, and the next process, which will die at the next row, recovers it. One call at a
 * time, so that there is no doubt whose traces these are. The row of the process that is paused is in {@link ClusterIT}.
 */
class CrashPointIT {

    private static final int HALTED = 86;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void whereverAReplicaDiesTheNextOneFindsOutAndGoesOn() throws Exception {
        Path journal = Path.of("target", "crash-points.journal");
        Files.deleteIfExists(journal);
        try (Cluster cluster =
                new Cluster(directory.resolve("postgres"), journal, "speed=20", "talk-seconds=20", "answer-rate=1")) {
            Jvm office = cluster.join("office", "enabled=false");
            cluster.tenant(
                    office,
                    "crashes",
                    new JsonObject()
                            .put("maxConcurrentCalls", 1)
                            .put("callsPerSecond", 100)
                            .put("maxDailyCalls", 1_000)
                            .put("maxActiveCampaigns", 1),
                    3,
                    new Plan("+96650", 6, null));
            // It would hear what the network tells of the calls of those that die, and write it.
            office.kill();

            dies(cluster, "claiming");
            assertThat(live(cluster)).as("the claim was not committed").isEmpty();
            assertThat(cluster.database.number("select count(*) from ready")).isEqualTo(6);
            assertThat(cluster.journal().lines()).isEmpty();

            dies(cluster, "claimed");
            String claimed = onlyLive(cluster, "claimed");
            assertThat(cluster.journal().lines()).isEmpty();

            dies(cluster, "sending");
            assertThat(known(cluster, claimed))
                    .as("provably unsent: it went back without a trace and a new attempt was made")
                    .isEmpty();
            String sending = onlyLive(cluster, "sending");
            assertThat(cluster.journal().lines()).isEmpty();

            lines(cluster, 0);
            Jvm unanswered = cluster.start("unanswered", "halt-at=unanswered");
            await("the network knows nothing of the attempt, so there will be another")
                    .atMost(PATIENCE)
                    .until(() -> known(cluster, sending).contains("congestion never_reached_the_provider false"));
            cluster.simulator().pause();
            lines(cluster, 1);
            unanswered.died(HALTED);
            cluster.simulator().resume();
            String lost = onlyLive(cluster, "sending");
            await("the request reached the network although nobody heard the answer")
                    .atMost(PATIENCE)
                    .until(() -> created(cluster, lost) == 1);

            dies(cluster, "answered");
            assertThat(known(cluster, lost))
                    .as("found out from the network, and counted once")
                    .containsExactly("answered_human  true");
            String answered = onlyLive(cluster, "sending");
            assertThat(created(cluster, answered)).isOne();

            dies(cluster, "placed");
            assertThat(known(cluster, answered)).containsExactly("answered_human  true");
            String placed = onlyLive(cluster, "placed");

            dies(cluster, "ended");
            assertThat(known(cluster, placed))
                    .as("its news reached the replica that was there")
                    .containsExactly("answered_human  true");

            Jvm last = cluster.join("last");
            await("the campaign is over").atMost(PATIENCE).until(() -> cluster.unfinished() == 0);
            assertThat(cluster.leftovers()).isEmpty();
            assertThat(last.isAlive()).isTrue();
            Journal calls = cluster.journal();
            assertThat(calls.createdTwice()).isEmpty();
            assertThat(calls.rung().values())
                    .as("everybody was rung once")
                    .hasSize(6)
                    .allMatch(times -> times == 1);
            assertThat(cluster.database.number("select sum(attempts) from campaign_counter"))
                    .as("the end that was told again did not count again")
                    .isEqualTo(6);
        }
    }

    /** How many calls the tenant may have at once. */
    private static void lines(Cluster cluster, int n) {
        cluster.database.run("update tenant set max_concurrent_calls = " + n);
    }

    private static void dies(Cluster cluster, String at) {
        cluster.start(at, "halt-at=" + at).died(HALTED);
    }

    private static List<String> live(Cluster cluster) {
        return cluster.database.rows("select state, attempt_id from live_attempt").stream()
                .map(row -> row.get(0) + " " + row.get(1))
                .toList();
    }

    private static String onlyLive(Cluster cluster, String state) {
        List<String> live = live(cluster);
        assertThat(live).singleElement().asString().startsWith(state + " ");
        assertThat(cluster.database.number("select sum(in_flight) from tenant_capacity"))
                .as("it keeps its line")
                .isOne();
        return live.get(0).substring(state.length() + 1);
    }

    /** How the attempt ended, why, and whether it counts. */
    private static List<String> known(Cluster cluster, String attempt) {
        return cluster
                .database
                .rows("select outcome, coalesce(reason, ''), consumed from attempt where attempt_id = '" + attempt
                        + "'")
                .stream()
                .map(row -> row.get(0) + " " + row.get(1) + " " + (row.get(2).startsWith("t")))
                .toList();
    }

    private static long created(Cluster cluster, String attempt) {
        return cluster.journal().lines().stream()
                .filter(line -> line.what().equals("create") && line.attempt().equals(attempt))
                .count();
    }
}
