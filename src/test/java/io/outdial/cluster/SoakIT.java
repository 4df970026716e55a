package io.outdial.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.outdial.cluster.Cluster.Plan;
import io.outdial.support.Seed;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replicas and PostgreSQL are killed at random for minutes while campaign follows campaign. {@code -Doutdial.soak.minutes}
 * says how long (10), {@code -Doutdial.test.seed} repeats a run's order of misfortunes.
 */
class SoakIT {

    private static final int LINES = 60;
    private static final int PEOPLE = 2_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration GRACE = Duration.ofSeconds(60);
    /** Twenty reactive connections and two for migrations. */
    private static final int CONNECTIONS_EACH = 22;

    private final Duration length = Duration.ofMinutes(Long.getLong("outdial.soak.minutes", 10));
    private final Random random = Seed.random();
    private final List<Jvm> replicas = new ArrayList<>();
    private final List<Long> memory = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private int mostConnections;
    private int names;

    @TempDir
    private Path directory;

    @Test
    void whateverDiesNothingIsLostAndNothingGrows() throws Exception {
        Path journal = Path.of("target", "soak.journal");
        Files.deleteIfExists(journal);
        try (Cluster cluster = new Cluster(
                directory.resolve("postgres"),
                journal,
                "speed=60",
                "talk-seconds=10",
                "answer-rate=0.7",
                "busy-rate=0.2",
                "lost-response-rate=0.01",
                "congestion-rate=0.001")) {
            Jvm witness = cluster.join("witness");
            replicas.add(cluster.join(name()));
            replicas.add(cluster.join(name()));
            int waves = 0;
            Instant end = Instant.now().plus(length);
            while (Instant.now().isBefore(end)) {
                if (cluster.unfinished() == 0) {
                    wave(cluster, witness, waves++);
                }
                quiet(cluster, witness, Duration.ofSeconds(5 + random.nextInt(10)));
                misfortune(cluster);
            }
            await("every campaign is over").atMost(PATIENCE).until(() -> cluster.unfinished() == 0);
            System.out.printf(
                    "Soak of %s, seed %d: %d waves, %d calls ended, %s; resident memory of the replica that stayed %s MiB;"
                            + " at most %d connections%n",
                    length, Seed.value(), waves, cluster.journal().ends(), events, memory, mostConnections);
            check(cluster, waves);
        }
    }

    private void check(Cluster cluster, int waves) {
        assertThat(cluster.leftovers()).isEmpty();
        Journal calls = cluster.journal();
        assertThat(calls.createdTwice()).isEmpty();
        assertThat(calls.rung()).hasSize(waves * PEOPLE);
        assertThat(calls.rung().values()).as("for no attempt twice").allMatch(times -> times <= 2);
        assertThat(calls.mostAtOnce(phone -> phone).values()).allMatch(most -> most == 1);
        assertThat(calls.mostAtOnce(phone -> phone.substring(0, 8)).values())
                .as("calls of a tenant at once")
                .allMatch(most -> most <= LINES);
        assertThat(mostConnections).as("connections").isLessThanOrEqualTo(4 * CONNECTIONS_EACH);
        int quarter = memory.size() / 4;
        assertThat(average(memory.subList(memory.size() - quarter, memory.size())))
                .as("memory at the end against memory after the start, MiB: %s", memory)
                .isLessThan(average(memory.subList(quarter, 2 * quarter)) * 1.2 + 30);
    }

    private static double average(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).average().orElse(0);
    }

    private static void wave(Cluster cluster, Jvm replica, int number) {
        cluster.tenant(
                replica,
                "wave-" + number,
                new JsonObject()
                        .put("maxConcurrentCalls", LINES)
                        .put("callsPerSecond", 10_000)
                        .put("maxDailyCalls", 1_000_000)
                        .put("maxActiveCampaigns", 5),
                2,
                new Plan(String.format("+96650%02d", number), PEOPLE, null));
    }

    private void quiet(Cluster cluster, Jvm witness, Duration time) {
        Instant until = Instant.now().plus(time);
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> Instant.now()
                .isAfter(until));
        memory.add(witness.residentMebibytes());
        mostConnections = Math.max(mostConnections, cluster.database.connections());
    }

    private void misfortune(Cluster cluster) throws Exception {
        Jvm victim = replicas.get(random.nextInt(replicas.size()));
        switch (random.nextInt(6)) {
            case 0, 1 -> {
                events.add("kill");
                victim.kill();
                replace(cluster, victim);
            }
            case 2 -> {
                events.add("pause");
                victim.pause();
                Instant until = Instant.now().plusSeconds(1 + random.nextInt(12));
                await().atMost(PATIENCE).until(() -> Instant.now().isAfter(until));
                victim.resume();
            }
            case 3 -> {
                events.add("stop");
                victim.terminate(GRACE);
                replace(cluster, victim);
            }
            case 4 -> {
                events.add("kill PostgreSQL");
                cluster.database.killAndRestart();
            }
            default -> {
                events.add("cut connections");
                cluster.database.cutConnections();
            }
        }
    }

    private void replace(Cluster cluster, Jvm victim) {
        replicas.remove(victim);
        replicas.add(cluster.join(name()));
    }

    private String name() {
        return "soak-" + ++names;
    }
}
