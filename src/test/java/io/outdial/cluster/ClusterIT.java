package io.outdial.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.outdial.cluster.Cluster.Plan;
import io.outdial.cluster.Cluster.Tenant;
import io.outdial.support.QuietMachine;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three replicas of the packaged jar share one database and call ten thousand people through a network that is a process of
 * its own and keeps its own journal. One is killed, one is paused for longer than its leases and goes on, one joins, and
 * one is told to stop; all connections are cut, and PostgreSQL is killed. Afterwards the journal says whether anybody was called who should not have been.
 */
class ClusterIT {

    private static final Duration PATIENCE = Duration.ofMinutes(6);
    /** Of its lease, the time to send and the time to answer. */
    private static final Duration LONGER_THAN_ANY_LEASE = Duration.ofSeconds(8);

    private static final Tenant NORTH =
            new Tenant("north", 80, 10_000, 2, new Plan("+96650", 3_000, 40), new Plan("+96653", 3_000, 60));
    private static final Tenant SOUTH =
            new Tenant("south", 90, 10_000, 2, new Plan("+96654", 2_000, 50), new Plan("+96655", 2_000, null));

    private static final Duration GRACE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    /** Kept after the test, for whoever wants to know what happened. */
    private final Path journal = Path.of("target", "cluster.journal");

    @Test
    void replicasAreKilledPausedJoinedAndStoppedAndNobodyIsCalledTwice() throws Exception {
        Files.deleteIfExists(journal);
        try (Cluster cluster = new Cluster(
                directory.resolve("postgres"),
                journal,
                "speed=100",
                "talk-seconds=10",
                "answer-rate=0.7",
                "busy-rate=0.2",
                "lost-response-rate=0.01")) {
            Jvm first = cluster.join("first");
            Jvm second = cluster.start("second");
            Jvm third = cluster.start("third");
            second.ready("/q/health/ready");
            third.ready("/q/health/ready");
            cluster.tenant(first, NORTH);
            cluster.tenant(first, SOUTH);
            ended(cluster, 2_000);
            assertThat(second.meter("outdial_dialer_claim_size_count")).isPositive();
            assertThat(third.meter("outdial_dialer_claim_size_count")).isPositive();
            second.kill();
            Jvm fourth = cluster.join("fourth");
            Instant ready = Instant.now();
            await("a replica that joins takes work soon after it is ready")
                    .atMost(QuietMachine.bound(Duration.ofSeconds(2), Duration.ofSeconds(30)))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() ->
                            cluster.database.number("select count(*) from live_attempt where owner = 'fourth'") > 0);
            Files.writeString(
                    Path.of("target", "cluster-joined.txt"),
                    "first call " + Duration.between(ready, Instant.now()) + " after it was ready\n");

            ended(cluster, 4_000);
            third.pause();
            Instant paused = Instant.now();
            ended(cluster, 5_000);
            await().atMost(PATIENCE).until(() -> Instant.now().isAfter(paused.plus(LONGER_THAN_ANY_LEASE)));
            third.resume();
            ended(cluster, 6_000);
            cluster.database.cutConnections();
            ended(cluster, 7_000);
            cluster.database.killAndRestart();
            ended(cluster, 8_000);
            Duration took = first.terminate(GRACE);
            assertThat(took).as("a replica that is told to stop").isLessThan(GRACE);

            await("every campaign is over").atMost(PATIENCE).untilAsserted(() -> assertThat(cluster.unfinished())
                    .as(() -> "%s; %s; %s"
                            .formatted(
                                    cluster.leftovers(),
                                    cluster.database.rows(
                                            "select state, owner, lease_until, unknown_since from live_attempt limit 5"),
                                    cluster.database.rows("select next_due, next_reap from tenant_due")))
                    .isZero());
            Accounts.mustBeRight(cluster, NORTH, SOUTH);
            logsAreForPrograms(first, second, third, fourth);
        }
    }

    /** Whatever happened to them: a JSON object a line, which names the replica's line and nobody's number. */
    private static void logsAreForPrograms(Jvm... replicas) {
        for (Jvm replica : replicas) {
            List<String> lines = replica.log();
            assertThat(lines).as(replica.name).isNotEmpty().allSatisfy(line -> {
                assertThat(line).startsWith("{");
                assertThat(new JsonObject(line).fieldNames())
                        .contains("timestamp", "level", "loggerName", "message", "hostName");
                assertThat(line)
                        .doesNotContainPattern("\\+9665[0-9]{6}")
                        .doesNotContain("Unrecognized configuration key");
            });
        }
    }

    private static void ended(Cluster cluster, int calls) {
        await(calls + " calls have ended")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .until(() -> cluster.journal().ends() >= calls);
    }
}
